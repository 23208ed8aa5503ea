-- Messages of a stream that their receivers have not applied.
SELECT to_stream AS "to", key
FROM message
WHERE plan_id = $1 AND from_stream = $2 AND NOT applied
ORDER BY key COLLATE "C"
