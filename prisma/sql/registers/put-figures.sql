-- Adds figures as rows of a register's stream left them.
INSERT INTO register_figure (plan_id, register, figure, method, scope, seq, sums, changed_on)
SELECT
  $1, $2, f.figure, f.method, f.scope, f.seq, f.sums, f.changed_on
FROM
  jsonb_to_recordset($3::jsonb) AS f (figure text, method text, scope text, seq integer, sums jsonb, changed_on date)
