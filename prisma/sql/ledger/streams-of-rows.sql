-- The streams that rows of the ledger are of, whatever table stream says.
SELECT DISTINCT stream
FROM ledger
WHERE plan_id = $1
ORDER BY stream
