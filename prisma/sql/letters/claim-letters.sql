-- Claims letters that may be mailed now, oldest first. Any number of senders may claim at once.
WITH next AS (
  SELECT plan_id, id
  FROM letter
  WHERE plan_id = $1 AND state IN ('queued', 'sending') AND due_at <= now() AND NOT by_channels
  ORDER BY closed_at, id
  LIMIT $2
  FOR UPDATE SKIP LOCKED
), claimed AS (
  UPDATE letter
  SET state = 'sending', attempts = attempts + 1, lease = lease + 1, due_at = now() + make_interval(secs => $3)
  FROM next
  WHERE letter.plan_id = next.plan_id AND letter.id = next.id
  RETURNING letter.id, letter.lease, letter.closed_at
)
SELECT id, lease FROM claimed ORDER BY closed_at, id
