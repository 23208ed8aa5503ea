SELECT status, suspended, count(*)::int AS count, min(beyond_calendar) AS "beyondCalendar"
FROM item
WHERE plan_id = $1 AND stream = $2 AND closed_at IS NULL
GROUP BY status, suspended
ORDER BY status, suspended
