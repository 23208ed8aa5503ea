-- Items that were closed (销号) after an instant and stand so, in the plan's order.
SELECT id AS item, task, primary_unit AS unit, closed_at AS "closedAt"
FROM item
WHERE plan_id = $1 AND status = 'closed' AND closed_at > $2
ORDER BY task, place, id COLLATE "C"
