-- What has ended in a span of plan instants, its end not included, in the order of the month's list.
SELECT item_state(i) AS state
FROM item i
WHERE plan_id = $1 AND closed_at >= $2 AND closed_at < $3
ORDER BY task, id COLLATE "C"
