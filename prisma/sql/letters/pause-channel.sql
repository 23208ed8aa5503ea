-- Whatever waits for a channel waits so many seconds at least.
UPDATE letter_delivery
SET due_at = now() + make_interval(secs => $3)
WHERE plan_id = $1 AND channel = $2 AND state = 'queued' AND due_at < now() + make_interval(secs => $3)
