-- The findings of one place, the oldest first.
SELECT state FROM item WHERE plan_id = $1 AND milestone LIKE 'zg-%' AND target = $2 ORDER BY opened_at, id
