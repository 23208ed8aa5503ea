-- A stream of items is due when the first of its items is.
UPDATE stream
SET
  next_due = (
    SELECT min(next_due) FROM item WHERE plan_id = $1 AND item.stream = $2 AND closed_at IS NULL AND NOT parked
  )
WHERE plan_id = $1 AND name = $2
