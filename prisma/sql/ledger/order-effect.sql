-- How many streams have recorded an order (its cause: $2), and how many items it took effect on.
SELECT count(*)::int AS streams, coalesce(sum((payload ->> 'items')::int), 0)::int AS items
FROM ledger
WHERE plan_id = $1 AND type = 'orderApplied' AND cause = $2
