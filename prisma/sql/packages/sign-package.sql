-- Notes who signed for a package.
UPDATE package SET signed_on = $5, signed_by = $6, signed_post = $7
WHERE plan_id = $1 AND year = $2 AND holder_kind = $3 AND holder = $4
