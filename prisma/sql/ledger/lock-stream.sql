-- The stream's row, held until the transaction ends: whoever has it decides and appends.
SELECT
  seq,
  head_hash AS hash,
  calendar,
  next_due AS "nextDue",
  event_types AS "eventTypes",
  parked_due AS "parkedDue",
  stopped_at IS NOT NULL AS "isStopped"
FROM stream
WHERE plan_id = $1 AND name = $2
FOR UPDATE
