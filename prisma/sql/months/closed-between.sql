-- The figures of months that closed from one plan instant on and before another, the earliest first.
SELECT m.month, l.payload -> 'snapshot' AS snapshot
FROM progress_month m
JOIN ledger l ON l.plan_id = m.plan_id AND l.stream = 'month/' || m.month AND l.type = 'monthClosed'
WHERE m.plan_id = $1 AND l.at >= $2 AND l.at < $3
ORDER BY m.month
