SELECT name AS stream, seq, head_hash AS hash, next_due AS "nextDue"
FROM stream
WHERE plan_id = $1
ORDER BY name COLLATE "C"
