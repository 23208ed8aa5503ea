-- Gives back deliveries that their channel was away for, with a pause of their own on top, so that others go before them.
UPDATE letter_delivery
SET state = 'queued', last_error = f.error,
  due_at = now() + make_interval(secs => $4 + least($5 * 2 ^ least(attempts - 1, 20), $6))
FROM jsonb_to_recordset($3) AS f (id text, lease integer, error text)
WHERE plan_id = $1 AND channel = $2 AND letter_id = f.id AND letter_delivery.lease = f.lease AND state = 'sending'
