-- When the last month before one ($2) closed that did; none where it is the first.
SELECT l.at
FROM progress_month m
JOIN ledger l ON l.plan_id = m.plan_id AND l.stream = 'month/' || m.month AND l.type = 'monthClosed'
WHERE m.plan_id = $1 AND m.month < $2
ORDER BY m.month DESC
LIMIT 1
