-- Adds changes of a register's rows: what was changed never changes.
INSERT INTO register_change (plan_id, register, seq, no, row_id, kind, before, after, cells, at, changed_on, person, unit)
SELECT
  $1, $2, c.seq, c.no, c.row_id, c.kind, c.before, c.after, c.cells, c.at, c.changed_on, c.person, c.unit
FROM
  jsonb_to_recordset($3::jsonb) AS c (
    seq integer, no integer, row_id text, kind text, before jsonb, after jsonb, cells jsonb, at bigint, changed_on date, person text,
    unit text
  )
