-- Open items with all of their state, in the plan's order within each stream: those of some responsible units, or all (NULL).
SELECT stream, item_state(i) AS state
FROM item i
WHERE plan_id = $1 AND closed_at IS NULL AND ($2::text[] IS NULL OR primary_unit = ANY($2))
ORDER BY stream COLLATE "C", id COLLATE "C"
