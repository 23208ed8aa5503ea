-- Staged rows by their hashes.
SELECT sha256, body FROM register_batch WHERE plan_id = $1 AND register = $2 AND sha256 = ANY($3)
