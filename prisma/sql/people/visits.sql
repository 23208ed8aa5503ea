-- Visits before a row of the plan's ledger, the newest first; of some villages, or of all. The first conditions are those of
-- the index ledger_visit.
SELECT seq, at, actor, payload -> 'order' AS "order"
FROM ledger
WHERE plan_id = $1 AND stream = 'plan' AND type = 'orderGiven' AND payload #>> '{order,kind}' = 'logVisit'
  AND seq < $2
  AND ($3::text[] IS NULL OR payload #>> '{order,village}' = ANY($3))
ORDER BY seq DESC
LIMIT $4
