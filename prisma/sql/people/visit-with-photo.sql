-- The visit that a photo belongs to, within a reach, or any. The first conditions are those of the index ledger_visit.
SELECT seq
FROM ledger
WHERE plan_id = $1 AND stream = 'plan' AND type = 'orderGiven' AND payload #>> '{order,kind}' = 'logVisit'
  AND (payload #> '{order,photos}') ? $2::text
  AND ($3::text[] IS NULL OR payload #>> '{order,village}' = ANY($3) OR actor ->> 'person' = $4)
ORDER BY seq
LIMIT 1
