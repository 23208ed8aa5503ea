-- Gives claimed deliveries back as if they had not been claimed.
UPDATE letter_delivery
SET state = 'queued', due_at = now(), attempts = attempts - 1
FROM jsonb_to_recordset($3) AS c (id text, lease integer)
WHERE plan_id = $1 AND channel = $2 AND letter_id = c.id AND letter_delivery.lease = c.lease AND state = 'sending'
