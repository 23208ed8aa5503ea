-- How many packages of a year were given and how many are signed for, of units and of seats.
SELECT
  count(*) FILTER (WHERE holder_kind = 'unit')::int AS units,
  count(signed_on) FILTER (WHERE holder_kind = 'unit')::int AS "unitsSigned",
  count(*) FILTER (WHERE holder_kind = 'seat')::int AS seats,
  count(signed_on) FILTER (WHERE holder_kind = 'seat')::int AS "seatsSigned"
FROM package
WHERE plan_id = $1 AND year = $2
