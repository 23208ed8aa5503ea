-- Adds the requests of a month, or replaces what stands of them.
INSERT INTO progress_request (
  plan_id, month, unit, place, status, rows, version, answered_on, confirmed_on, late, ever_confirmed, urged, returned, return_reason
)
SELECT
  $1, $2, r.unit, r.place, r.status, r.rows, r.version, r.answered_on, r.confirmed_on, r.late, r.ever_confirmed, r.urged, r.returned,
  r.return_reason
FROM
  jsonb_to_recordset($3::jsonb) AS r (
    unit text, place integer, status text, rows integer, version integer, answered_on date, confirmed_on date, late boolean,
    ever_confirmed boolean, urged integer, returned integer, return_reason text
  )
ON CONFLICT (plan_id, month, unit) DO UPDATE SET
  status = excluded.status,
  version = excluded.version,
  answered_on = excluded.answered_on,
  confirmed_on = excluded.confirmed_on,
  late = excluded.late,
  ever_confirmed = excluded.ever_confirmed,
  urged = excluded.urged,
  returned = excluded.returned,
  return_reason = excluded.return_reason
