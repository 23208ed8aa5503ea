-- Milliseconds until the next delivery may be claimed, negative where it may be already; one on a channel that is not set up
-- counts from when it is given up, one that a sender has under way from when it is to be looked for again: it is settled long before
-- its lease runs out, unless its sender is dead. And how many may be claimed now.
SELECT ceil(extract(epoch FROM min(
  CASE WHEN channel <> ALL($2::text[]::channel[]) THEN greatest(due_at, queued_at + make_interval(hours => $3))
    WHEN state = 'sending' THEN least(due_at, now() + make_interval(secs => $4))
    ELSE due_at
  END) - now()) * 1000)::float8 AS wait,
  (count(*) FILTER (WHERE channel = ANY($2::text[]::channel[]) AND due_at <= now()))::int AS due
FROM letter_delivery
WHERE plan_id = $1 AND state IN ('queued', 'sending')
