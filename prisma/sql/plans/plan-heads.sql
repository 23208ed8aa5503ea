-- Where plans stand, by their ids. Every request on a plan begins with it.
SELECT
  p.id,
  p.slug,
  p.title,
  p.mode,
  p.scenario,
  p.seed,
  p.opened_at AS "openedAt",
  p.created_at AS "createdAt",
  p.ended_at IS NOT NULL AS ended,
  CASE
    WHEN c.plan_id IS NOT NULL THEN jsonb_build_object('version', c.version, 'now', c.plan_now)
  END AS clock,
  coalesce(
    (
      SELECT
        jsonb_agg(jsonb_build_object('stream', s.name, 'seq', s.seq, 'nextDue', s.next_due) ORDER BY s.name COLLATE "C")
      FROM stream s
      WHERE s.plan_id = p.id
    ),
    '[]'
  ) AS streams,
  coalesce(
    (
      SELECT string_agg(d.kind || d.version, ',' ORDER BY d.kind, d.version)
      FROM plan_document d
      WHERE d.plan_id = p.id
    ),
    ''
  ) AS documents
FROM plan p
LEFT JOIN clock c ON c.plan_id = p.id
WHERE p.id = ANY($1)
