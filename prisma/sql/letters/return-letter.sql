-- A letter that came back, unless another of its channels took it.
UPDATE letter
SET state = 'returned', last_error = $3
WHERE plan_id = $1 AND id = $2 AND state = 'sent'
  AND NOT EXISTS (
    SELECT FROM letter_delivery d WHERE d.plan_id = letter.plan_id AND d.letter_id = letter.id AND d.state = 'sent'
  )
RETURNING id
