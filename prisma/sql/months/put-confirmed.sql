-- Adds what heads confirmed of items.
INSERT INTO progress_confirmed (plan_id, key, confirmed_at, month, version, unit, seq, answer)
SELECT $1, r.key, r.confirmed_at, $2, r.version, r.unit, r.seq, r.answer
FROM
  jsonb_to_recordset($3::jsonb) AS r (key text, confirmed_at bigint, version integer, unit text, seq integer, answer jsonb)
