-- In order of id: senders that meet lock in the same order, and two that fail a letter's last channels do so one after the other.
SELECT id, state, person, instrument, plan_day, closed_at, document_no
FROM letter
WHERE plan_id = $1 AND id = ANY($2)
ORDER BY id
FOR UPDATE
