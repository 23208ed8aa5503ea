SELECT version, plan_now AS now
FROM clock
WHERE plan_id = $1
