-- Adds a round, or replaces what stands of it.
INSERT INTO inspection_round (
  plan_id, round, status, special, year, from_day, to_day, visits_until, closes_on, opened_at, checklist, bulletin
)
SELECT
  $1, r.round, r.status, r.special, r.year, r.from_day, r.to_day, r.visits_until, r.closes_on, r.opened_at, r.checklist, r.bulletin
FROM
  jsonb_to_recordset($2::jsonb) AS r (
    round text, status text, special boolean, year integer, from_day date, to_day date, visits_until date, closes_on date,
    opened_at bigint, checklist integer, bulletin text
  )
ON CONFLICT (plan_id, round) DO UPDATE SET
  status = excluded.status,
  visits_until = excluded.visits_until,
  closes_on = excluded.closes_on,
  checklist = excluded.checklist,
  bulletin = excluded.bulletin
