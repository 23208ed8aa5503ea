-- Drops staged rows that a stream has recorded.
DELETE FROM register_batch WHERE plan_id = $1 AND register = $2 AND sha256 = ANY($3)
