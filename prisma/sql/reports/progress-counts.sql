-- How a plan stands on a day, for a rehearsal's progress bar.
SELECT
  (count(*) FILTER (WHERE closed_at IS NULL))::int AS open,
  (count(*) FILTER (
    WHERE closed_at IS NULL AND deadline < $2 AND NOT suspended
      AND NOT (status IN ('reported', 'verified') AND state ->> 'reportedOn' <= deadline::text)
  ))::int AS overdue,
  (count(*) FILTER (WHERE status = 'closed'))::int AS closed,
  (SELECT count(*)::int FROM letter WHERE plan_id = $1 AND state = 'sent') AS "lettersSent"
FROM item
WHERE plan_id = $1
