-- A stream's rows after one, with all that their hashes are made of.
SELECT seq, type, event_version, item_id, at, cause, cause_no, actor, payload, recipients, decided, prev_hash, hash
FROM ledger
WHERE plan_id = $1 AND stream = $2 AND seq > $3
ORDER BY seq
LIMIT $4::int8
