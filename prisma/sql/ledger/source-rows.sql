-- A stream's rows with all that derived rows are made of. `append`: the first of the rows that were recorded together.
SELECT
  seq,
  type,
  event_version AS version,
  item_id AS item,
  at,
  cause,
  cause_no AS "causeNo",
  actor,
  payload,
  recipients,
  decided,
  min(seq) OVER (PARTITION BY recorded_at) AS append
FROM ledger
WHERE plan_id = $1 AND stream = $2
ORDER BY seq
