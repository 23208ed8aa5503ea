-- What the plan's stream ($2) announced of a month's stream ($3).
SELECT payload -> 'month' AS info
FROM ledger
WHERE plan_id = $1 AND stream = $2 AND type = 'monthAnnounced' AND payload #>> '{month,stream}' = $3
