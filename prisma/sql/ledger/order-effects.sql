-- What came of some orders of the plan over all streams so far: how many of them have recorded it, and on how many items it took effect.
SELECT substr(cause, length('order/') + 1) AS "order", count(*) AS streams, sum((payload ->> 'items')::int) AS items
FROM ledger
WHERE plan_id = $1 AND type = 'orderApplied' AND cause = ANY($2)
GROUP BY 1
