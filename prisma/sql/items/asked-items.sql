-- Open items on which somebody was instructed, escalated to or applied to, on which an instrument waits to be signed or a
-- signed one for its answer, or whose responsible official is to be talked to.
SELECT item_state(i) AS state
FROM item i
WHERE plan_id = $1 AND closed_at IS NULL AND asked
