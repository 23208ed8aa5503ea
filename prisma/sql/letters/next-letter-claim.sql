-- Milliseconds until the next letter may be claimed to be mailed, negative where it may be already.
SELECT ceil(extract(epoch FROM min(due_at) - now()) * 1000)::float8 AS wait
FROM letter
WHERE plan_id = $1 AND state IN ('queued', 'sending') AND NOT by_channels
