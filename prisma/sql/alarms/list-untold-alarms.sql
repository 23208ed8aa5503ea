-- Alarms that the office has not been told of, or not since they were told last.
SELECT key, kind, plan_at AS "planAt", detail, count
FROM alarm
WHERE plan_id = $1 AND (quiet_until IS NULL OR plan_at >= quiet_until)
ORDER BY key COLLATE "C"
