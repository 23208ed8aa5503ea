-- Makes a letter one of channels, of which mail has failed.
WITH moved AS (
  UPDATE letter
  SET state = 'queued', by_channels = true
  WHERE plan_id = $1 AND id = $2
  RETURNING plan_id, id, attempts, last_error, queued_at
)
INSERT INTO letter_delivery (plan_id, letter_id, channel, place, state, attempts, last_error, queued_at)
SELECT plan_id, id, 'mail', 0, 'failed', attempts, last_error, queued_at FROM moved
