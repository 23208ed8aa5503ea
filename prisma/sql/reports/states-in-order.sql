-- Every item's state in the plan's own order, which is that of registration: task, milestone, target.
SELECT item_state(i) AS state
FROM item i
LEFT JOIN ledger l
  ON l.plan_id = i.plan_id AND l.stream = i.stream AND l.cause = 'register/' || i.id AND l.cause_no = 0
WHERE i.plan_id = $1
ORDER BY i.task, i.stream COLLATE "C", l.seq, i.id COLLATE "C"
