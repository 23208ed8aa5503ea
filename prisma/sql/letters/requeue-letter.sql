-- Sends a letter again that came to nothing, under the Message-ID that it has, with its tries before it. A letter that is on its
-- way already stays so.
UPDATE letter
SET state = 'queued', by_channels = by_channels OR $3, attempts = 0, last_error = NULL, sent_at = NULL, due_at = now()
WHERE plan_id = $1 AND id = $2 AND state IN ('failed', 'returned', 'manual')
RETURNING by_channels AS "byChannels"
