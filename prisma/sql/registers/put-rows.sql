-- Writes rows of a register as they stand; `place` 0: the one that the row has.
INSERT INTO register_row AS t (plan_id, register, row_id, seq, place, key, cells, removed, changed_on, person)
SELECT
  $1, $2, r.row_id, r.seq, r.place, r.key, r.cells, r.removed, r.changed_on, r.person
FROM
  jsonb_to_recordset($3::jsonb) AS r (
    row_id text, seq integer, place bigint, key text, cells jsonb, removed boolean, changed_on date, person text
  )
ON CONFLICT (plan_id, register, row_id) DO UPDATE SET
  seq = excluded.seq,
  place = CASE WHEN excluded.place = 0 THEN t.place ELSE excluded.place END,
  key = excluded.key,
  cells = excluded.cells,
  removed = excluded.removed,
  changed_on = excluded.changed_on,
  person = excluded.person
