-- Findings: rectification items with what inspections found, those that wait longest first.
SELECT item_state(i) AS state
FROM item i
WHERE
  i.plan_id = $1 AND i.milestone LIKE 'zg-%'
  AND ($2::text IS NULL OR jsonb_path_exists(i.state, '$.finding.found[*] ? (@.round == $round)', jsonb_build_object('round', $2)))
  AND ($3::int IS NULL OR i.task = $3)
  AND ($4::text IS NULL OR i.village = $4)
  AND ($5::text IS NULL OR i.primary_unit = $5)
  AND ($6::text IS NULL OR i.state #>> '{finding,severity}' = $6)
  AND ($7::text[] IS NULL OR i.id = ANY($7))
ORDER BY i.closed_at NULLS FIRST, i.deadline, i.id
