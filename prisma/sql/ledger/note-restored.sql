-- Notes that a workflow knows more of a stream than its ledger holds.
INSERT INTO stream (plan_id, name, ahead_seq) VALUES ($1, $2, $3)
ON CONFLICT (plan_id, name) DO UPDATE SET ahead_seq = greatest(stream.ahead_seq, excluded.ahead_seq)
