-- Open items with all of their state, in the plan's order within each stream.
SELECT stream, item_state(i) AS state
FROM item i
WHERE plan_id = $1 AND closed_at IS NULL
ORDER BY stream COLLATE "C", id COLLATE "C"
