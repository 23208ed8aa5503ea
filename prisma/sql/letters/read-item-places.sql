-- What is fixed of items.
SELECT id, task, milestone, village, township, primary_unit
FROM item
WHERE plan_id = $1 AND id = ANY($2)
