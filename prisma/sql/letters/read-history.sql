-- The plan days on which instruments about items' deadlines went out, in order.
SELECT told.item AS item_id, n.instrument, to_json(array_agg(DISTINCT n.plan_day::text ORDER BY n.plan_day::text)) AS days
FROM notice_batch n CROSS JOIN LATERAL unnest(n.items) AS told (item)
WHERE n.plan_id = $1 AND n.stream = ANY(ARRAY(SELECT DISTINCT stream FROM item WHERE plan_id = $1 AND id = ANY($2)))
  AND n.role = 'to' AND n.delivery <> 'draft' AND n.instrument = ANY($3) AND (n.ladder = 'deadline' OR n.ladder IS NULL)
  AND told.item = ANY($2)
GROUP BY told.item, n.instrument
