UPDATE stream
SET stopped_at = NULL, stopped_why = NULL
WHERE plan_id = $1 AND name = $2
