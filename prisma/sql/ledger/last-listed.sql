-- When the plan's newest list was recorded, before an instant; null before the first.
SELECT max(at) AS at
FROM ledger
WHERE plan_id = $1 AND stream = $2 AND type = 'longOverdueListed' AND at < $3
