UPDATE message SET applied = true WHERE plan_id = $1 AND to_stream = $2 AND key = ANY($3)
