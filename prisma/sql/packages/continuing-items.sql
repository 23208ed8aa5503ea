-- Items given before a day and open at an instant: those that some units owe, and those in some villages.
SELECT
  id, task, milestone, village, township, primary_unit AS "primaryUnit", status, deadline, original_deadline AS "originalDeadline"
FROM item
WHERE
  plan_id = $1 AND status <> 'registered' AND (state ->> 'assignOn') < $2::text AND opened_at < $3 AND (closed_at IS NULL OR closed_at > $3)
  AND (primary_unit = ANY($4) OR village = ANY($5))
ORDER BY task, deadline, stream COLLATE "C", place
