-- Gives back deliveries that their channel was away for: not counted as tries, and behind all others that wait so many seconds.
UPDATE letter_delivery
SET state = 'queued', attempts = attempts - 1, last_error = f.error, 
  due_at = clock_timestamp() + make_interval(secs => $4) + interval '0.1 s'
FROM jsonb_to_recordset($3) AS f (id text, lease integer, error text)
WHERE plan_id = $1 AND channel = $2 AND letter_id = f.id AND letter_delivery.lease = f.lease AND state = 'sending'
