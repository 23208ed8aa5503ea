-- A stream's rows with all that derived rows are made of.
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
  decided
FROM ledger
WHERE plan_id = $1 AND stream = $2
ORDER BY seq
