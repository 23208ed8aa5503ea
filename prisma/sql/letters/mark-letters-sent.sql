-- That a letter was accepted is true whoever says so, its sender of now or one whose lease has run out.
UPDATE letter
SET state = 'sent', sent_at = now(), last_error = NULL
WHERE plan_id = $1 AND id = ANY($2) AND state IN ('sending', 'queued')
