-- The earliest closing of a stream's notices that have no letter yet.
SELECT min(close_at) AS next
FROM notice
WHERE plan_id = $1 AND stream = $2 AND letter_id IS NULL
