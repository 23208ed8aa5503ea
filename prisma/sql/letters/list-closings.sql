-- The instants up to one at which notices close.
SELECT DISTINCT close_at
FROM notice
WHERE plan_id = $1 AND letter_id IS NULL AND close_at <= $2
