-- The plan's own time: a rehearsal's clock, a live plan's real time.
SELECT
  CASE p.mode
    WHEN 'live' THEN floor(extract(EPOCH FROM now()) * 1000)::bigint
    ELSE c.plan_now
  END AS now
FROM plan p
LEFT JOIN clock c ON c.plan_id = p.id
WHERE p.id = $1
