-- Saves rows of a draft, each over the version that its writer saw (0: none); answers those that were saved. Another's is left alone.
INSERT INTO progress_draft (plan_id, month, unit, key, cells, version, person, at)
SELECT $1, $2, $3, r.key, r.cells, 1, $5, $6
FROM jsonb_to_recordset($4::jsonb) AS r (key text, cells jsonb, seen integer)
WHERE
  r.seen = 0
  OR EXISTS (
    SELECT
    FROM progress_draft d
    WHERE d.plan_id = $1 AND d.month = $2 AND d.unit = $3 AND d.key = r.key AND d.version = r.seen
  )
ON CONFLICT (plan_id, month, unit, key) DO UPDATE SET
  cells = excluded.cells,
  version = progress_draft.version + 1,
  person = excluded.person,
  at = excluded.at
WHERE
  progress_draft.version = (
    SELECT seen FROM jsonb_to_recordset($4::jsonb) AS r (key text, cells jsonb, seen integer) WHERE r.key = excluded.key
  )
RETURNING key, version
