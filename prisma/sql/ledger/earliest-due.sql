-- When the tasks' streams and the plan's own ($2) have something due next.
SELECT min(next_due) FILTER (WHERE name <> $2) AS tasks, min(next_due) FILTER (WHERE name = $2) AS plan
FROM stream
WHERE plan_id = $1
