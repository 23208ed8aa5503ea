-- All rectification items of a plan as they stand, with the calendar that their stream runs on, in the order in which they were found.
SELECT item_state(i) AS state, s.calendar
FROM item i
JOIN stream s ON s.plan_id = i.plan_id AND s.name = i.stream
WHERE i.plan_id = $1 AND i.milestone LIKE 'zg-%'
ORDER BY i.opened_at, i.id
