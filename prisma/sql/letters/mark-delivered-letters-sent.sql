-- A letter is sent once one of its channels took it.
UPDATE letter
SET state = 'sent', sent_at = now(), last_error = NULL
WHERE plan_id = $1 AND id = ANY($2) AND state IN ('queued', 'manual')
