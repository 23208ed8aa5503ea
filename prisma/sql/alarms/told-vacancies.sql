-- What the office was last told of vacant posts.
SELECT detail
FROM alarm
WHERE plan_id = $1 AND key = $2
