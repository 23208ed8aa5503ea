-- The findings of one place, the oldest first.
SELECT item_state(i) AS state FROM item i WHERE plan_id = $1 AND milestone LIKE 'zg-%' AND target = $2 ORDER BY opened_at, id
