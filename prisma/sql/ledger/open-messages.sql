-- Messages that no receiver has recorded as applied.
SELECT key, from_stream AS "from", to_stream AS "to"
FROM message
WHERE plan_id = $1 AND NOT applied
ORDER BY key COLLATE "C"
