-- Who was told of some items before, as it is kept with them.
SELECT id AS item, told
FROM item
WHERE plan_id = $1 AND id = ANY($2)
