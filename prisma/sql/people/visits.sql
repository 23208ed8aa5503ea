-- Visits before a row of the plan's ledger, the newest first: of a village, or of any; within a reach, or all: those to its
-- villages, and those that its person logged. The first conditions are those of the index ledger_visit.
SELECT seq, at, actor, payload -> 'order' AS "order"
FROM ledger
WHERE plan_id = $1 AND stream = 'plan' AND type = 'orderGiven' AND payload #>> '{order,kind}' = 'logVisit'
  AND seq < $2
  AND ($3::text IS NULL OR payload #>> '{order,village}' = $3)
  AND ($4::text[] IS NULL OR payload #>> '{order,village}' = ANY($4) OR actor ->> 'person' = $5)
ORDER BY seq DESC
LIMIT $6
