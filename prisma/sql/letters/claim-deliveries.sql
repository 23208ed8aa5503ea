-- Claims letters that may go by a channel now, the longest due first: what failed before comes behind.
WITH next AS (
  SELECT plan_id, letter_id, channel, due_at
  FROM letter_delivery
  WHERE plan_id = $1 AND channel = $2 AND state IN ('queued', 'sending') AND due_at <= now()
  ORDER BY due_at, letter_id
  LIMIT $3
  FOR UPDATE SKIP LOCKED
), claimed AS (
  UPDATE letter_delivery d
  SET state = 'sending', attempts = attempts + 1, lease = lease + 1, due_at = now() + make_interval(secs => $4)
  FROM next
  WHERE d.plan_id = next.plan_id AND d.letter_id = next.letter_id AND d.channel = next.channel
  RETURNING d.letter_id, d.lease, next.due_at
)
SELECT letter_id AS id, lease FROM claimed ORDER BY due_at, letter_id
