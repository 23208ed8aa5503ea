-- Claims deliveries that wait for a channel which is not set up here, and have done so for too long (hours).
UPDATE letter_delivery
SET state = 'sending', lease = lease + 1
WHERE plan_id = $1 AND channel <> ALL($2::text[]::channel[]) AND state = 'queued'
  AND queued_at < now() - make_interval(hours => $3)
RETURNING letter_id AS id, lease, channel
