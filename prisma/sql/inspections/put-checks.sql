-- Adds lines of submitted checks, or the grade that a granted objection put in place of the one filed.
INSERT INTO inspection_check (
  plan_id, round, visit, line, place, group_id, grade, filed_grade, regrades, text, cause, severity, highlight, contradicts, person, row, revision,
  checked_on, photos, late
)
SELECT
  $1, $2, c.visit, c.line, c.place, c.group_id, c.grade, c.filed_grade, c.regrades, c.text, c.cause, c.severity, c.highlight, c.contradicts, c.person,
  c.row, c.revision, c.checked_on, c.photos, c.late
FROM
  jsonb_to_recordset($3::jsonb) AS c (
    visit text, line text, place text, group_id text, grade text, filed_grade text, regrades jsonb, text text, cause text, severity text,
    highlight text, contradicts boolean, person text, row integer, revision integer, checked_on date, photos text[], late boolean
  )
ON CONFLICT (plan_id, round, visit, line) DO UPDATE SET grade = excluded.grade, regrades = excluded.regrades
