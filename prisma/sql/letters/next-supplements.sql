-- The number of the next supplement to letters that have closed.
SELECT group_key, max(supplement) + 1 AS next
FROM letter
WHERE plan_id = $1 AND group_key = ANY($2)
GROUP BY group_key
