SELECT hash
FROM ledger
WHERE plan_id = $1 AND stream = $2 AND seq = $3
