-- The months of a plan with how their requests stand, the newest first.
SELECT
  m.month, m.status, m.asked_on AS "askedOn", m.due_on AS "dueOn", m.closes_on AS "closesOn", m.bulletin,
  count(*)::integer AS units,
  count(*) FILTER (WHERE r.status <> 'asked')::integer AS answered,
  count(*) FILTER (WHERE r.ever_confirmed)::integer AS confirmed,
  count(*) FILTER (WHERE r.late)::integer AS late
FROM progress_month m
JOIN progress_request r USING (plan_id, month)
WHERE m.plan_id = $1
GROUP BY m.plan_id, m.month
ORDER BY m.month DESC
