-- Of each task how many items were closed up to an instant, and how many are cancelled, whenever that was.
SELECT task, count(*) FILTER (WHERE status = 'closed' AND closed_at <= $2)::int AS "closedBefore",
  count(*) FILTER (WHERE status = 'cancelled')::int AS cancelled
FROM item
WHERE plan_id = $1 AND closed_at IS NOT NULL
GROUP BY task
HAVING count(*) FILTER (WHERE status = 'cancelled' OR closed_at <= $2) > 0
ORDER BY task
