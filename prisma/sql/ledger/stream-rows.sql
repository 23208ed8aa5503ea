-- A stream's rows after one, in order; where $4 is given only those of these items and those of none.
SELECT seq, type, event_version AS version, item_id AS item, at, cause, cause_no AS "causeNo", actor, payload
FROM ledger
WHERE plan_id = $1 AND stream = $2 AND seq > $3 AND ($4::text[] IS NULL OR item_id IS NULL OR item_id = ANY($4))
ORDER BY seq
