-- Sends a letter again that came to nothing, under the Message-ID that it has.
UPDATE letter
SET state = 'queued', last_error = NULL, sent_at = NULL
WHERE plan_id = $1 AND id = $2 AND state IN ('failed', 'returned', 'manual')
