-- Escalations of items, by whom they went to.
SELECT
  item_id AS item,
  coalesce(ladder = 'deadline', false) AS "ofDeadline",
  addressed_post AS addressed,
  post,
  count(*)::int AS times,
  min(plan_day) AS first,
  max(plan_day) AS last,
  (array_agg((facts ->> 'overdue')::int ORDER BY at, seq, no))[1] AS "overdueAtFirst",
  bool_or(fallback_for IS NOT NULL) AS "fellBack"
FROM notice
WHERE plan_id = $1 AND instrument = 'escalate' AND role = 'to' AND delivery <> 'draft' AND item_id IS NOT NULL
GROUP BY 1, 2, 3, 4
ORDER BY item_id COLLATE "C", 2 DESC, min(plan_day), addressed_post COLLATE "C", post COLLATE "C"
