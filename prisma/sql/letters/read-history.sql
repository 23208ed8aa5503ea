-- The plan days on which instruments about items' deadlines went out, in order.
SELECT item_id, instrument, to_json(array_agg(DISTINCT plan_day::text ORDER BY plan_day::text)) AS days
FROM notice
WHERE plan_id = $1 AND item_id = ANY($2) AND role = 'to' AND delivery <> 'draft' AND instrument = ANY($3)
  AND (ladder = 'deadline' OR ladder IS NULL)
GROUP BY item_id, instrument
