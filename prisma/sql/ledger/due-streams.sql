SELECT name
FROM stream
WHERE plan_id = $1 AND next_due <= $2
ORDER BY name
