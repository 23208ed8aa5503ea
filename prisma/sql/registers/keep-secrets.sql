-- Keeps encrypted cells; one that is there is the same.
INSERT INTO register_secret (plan_id, ref, register, row_id, column_id, key_id, sealed)
SELECT
  $1, s.ref, $2, s.row_id, s.column_id, s.key_id, s.sealed
FROM
  jsonb_to_recordset($3::jsonb) AS s (ref text, row_id text, column_id text, key_id text, sealed text)
ON CONFLICT DO NOTHING
