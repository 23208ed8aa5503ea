-- Leaves claimed letters to their sender for another while; answers those that are still its own.
UPDATE letter
SET due_at = now() + make_interval(secs => $3)
FROM jsonb_to_recordset($2) AS c (id text, lease integer)
WHERE plan_id = $1 AND letter.id = c.id AND letter.lease = c.lease AND state = 'sending'
RETURNING letter.id
