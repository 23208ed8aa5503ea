-- The earliest closing of a notice that has no letter yet.
SELECT min(close_at) AS next
FROM notice
WHERE plan_id = $1 AND letter_id IS NULL
