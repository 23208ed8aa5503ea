-- No channel is left: the letter has failed, or waits to be handed over.
UPDATE letter
SET state = $4, last_error = $3
WHERE plan_id = $1 AND id = $2 AND state <> 'sent'
