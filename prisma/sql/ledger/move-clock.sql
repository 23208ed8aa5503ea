UPDATE clock
SET version = version + 1, plan_now = greatest(plan_now, $2)
WHERE plan_id = $1
RETURNING version, plan_now AS now
