-- Adds packages of a year; those that are there stay.
INSERT INTO package (plan_id, year, holder_kind, holder, named, villages, assigned_on, signed_on, signed_by, signed_post)
SELECT
  $1, p.year, p.holder_kind, p.holder, p.named, p.villages, p.assigned_on, p.signed_on, p.signed_by, p.signed_post
FROM
  jsonb_to_recordset($2::jsonb) AS p (
    year integer, holder_kind text, holder text, named boolean, villages text[], assigned_on date, signed_on date, signed_by text,
    signed_post text
  )
ON CONFLICT DO NOTHING
