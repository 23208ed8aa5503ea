-- Gives claimed letters back as if they had not been claimed.
UPDATE letter
SET state = 'queued', due_at = now(), attempts = attempts - 1, last_error = $3
FROM jsonb_to_recordset($2) AS c (id text, lease integer)
WHERE plan_id = $1 AND letter.id = c.id AND letter.lease = c.lease AND state = 'sending'
