-- What is open although its ladder has run out, in the order of the month's list.
SELECT item_state(i) AS state
FROM item i
WHERE plan_id = $1 AND ladder_exhausted AND closed_at IS NULL
ORDER BY task, id COLLATE "C"
