-- Leaves claimed deliveries to their sender for another while; answers those that are still its own.
UPDATE letter_delivery
SET due_at = now() + make_interval(secs => $4)
FROM jsonb_to_recordset($3) AS c (id text, lease integer)
WHERE plan_id = $1 AND channel = $2 AND letter_id = c.id AND letter_delivery.lease = c.lease AND state = 'sending'
RETURNING letter_id AS id
