-- A letter that was handed over has reached whom it is for. One that a sender has claimed goes out all the same.
UPDATE letter
SET state = 'sent', sent_at = now(), last_error = NULL
WHERE plan_id = $1 AND id = $2 AND state IN ('manual', 'failed', 'returned')
