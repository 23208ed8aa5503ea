-- Streams that have a row of the ledger.
SELECT name
FROM stream
WHERE plan_id = $1 AND seq > 0
ORDER BY name
