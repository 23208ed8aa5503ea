-- Adds a month, or replaces what stands of it.
INSERT INTO progress_month (plan_id, month, status, asked_on, due_on, closes_on, bulletin)
SELECT $1, m.month, m.status, m.asked_on, m.due_on, m.closes_on, m.bulletin
FROM
  jsonb_to_recordset($2::jsonb) AS m (month text, status text, asked_on date, due_on date, closes_on date, bulletin text)
ON CONFLICT (plan_id, month) DO UPDATE SET status = excluded.status, bulletin = excluded.bulletin
