-- Every notice of a stream up to its head that closes by the instant has its letter.
INSERT INTO letter_closing (plan_id, up_to, heads)
VALUES ($1, $2, $3)
ON CONFLICT (plan_id) DO UPDATE
SET up_to = excluded.up_to, heads = excluded.heads
