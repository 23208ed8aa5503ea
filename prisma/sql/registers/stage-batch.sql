-- Stages rows before a stream records them: what says the same is the same.
INSERT INTO register_batch (plan_id, register, sha256, body)
VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING
