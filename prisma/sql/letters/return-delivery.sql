-- What a channel took came back.
UPDATE letter_delivery
SET state = 'failed', last_error = $4
WHERE plan_id = $1 AND letter_id = $2 AND channel = $3 AND state = 'sent'
