-- What the plan's stream ($2) announced of a round's stream ($3).
SELECT payload -> 'round' AS info
FROM ledger
WHERE plan_id = $1 AND stream = $2 AND type = 'roundAnnounced' AND payload #>> '{round,stream}' = $3
