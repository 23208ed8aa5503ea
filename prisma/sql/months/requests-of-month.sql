-- The requests of a month, in the order in which they were asked.
SELECT
  unit, status, rows, version, answered_on AS "answeredOn", confirmed_on AS "confirmedOn", late, ever_confirmed AS "everConfirmed",
  urged, returned, return_reason AS "returnReason"
FROM progress_request
WHERE plan_id = $1 AND month = $2
ORDER BY place
