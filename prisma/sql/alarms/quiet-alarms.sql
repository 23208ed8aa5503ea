-- The office is told of alarms: occurrences before an instant are not told again.
UPDATE alarm
SET quiet_until = a.until
FROM jsonb_to_recordset($2) AS a (key text, until bigint)
WHERE plan_id = $1 AND alarm.key = a.key
