-- No channel is left: the letter waits to be handed over.
UPDATE letter
SET state = 'manual', last_error = $3
WHERE plan_id = $1 AND id = $2 AND state <> 'sent'
