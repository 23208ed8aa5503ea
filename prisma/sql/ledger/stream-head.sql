-- Where a stream's ledger ends, where it has a row.
SELECT seq, head_hash AS hash FROM stream WHERE plan_id = $1 AND name = $2 AND seq > 0
