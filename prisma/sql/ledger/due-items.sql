-- Items whose step is due, in the plan's order.
SELECT id
FROM item
WHERE plan_id = $1 AND stream = $2 AND closed_at IS NULL AND next_due <= $3 AND NOT parked
ORDER BY place
