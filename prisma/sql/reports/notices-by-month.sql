-- The ledger's notices by month, instrument and post. What the office is told of alarms ($2 is their stream) is none of them.
SELECT
  left(plan_day::text, 7) AS month,
  instrument,
  role,
  post,
  count(*)::int AS count,
  min(plan_day) AS first,
  max(plan_day) AS last
FROM notice
WHERE plan_id = $1 AND delivery <> 'draft' AND stream <> $2
GROUP BY 1, 2, 3, 4
ORDER BY min(plan_day), instrument COLLATE "C", role COLLATE "C", post COLLATE "C"
