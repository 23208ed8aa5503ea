-- Open rectification items by place and line: their state says the line.
SELECT target AS place, state #>> '{finding,line}' AS line
FROM item
WHERE plan_id = $1 AND milestone LIKE 'zg-%' AND closed_at IS NULL
ORDER BY target, id
