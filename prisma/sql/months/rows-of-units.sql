-- The rows of some units' requests of a month with the newest answers, in the order in which they are asked.
SELECT unit, key, asked, answer, same
FROM progress_row
WHERE plan_id = $1 AND month = $2 AND unit = ANY($3)
ORDER BY unit COLLATE "C", place
