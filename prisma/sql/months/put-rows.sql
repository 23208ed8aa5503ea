-- Adds rows of a month's requests, or replaces the answers to them.
INSERT INTO progress_row AS kept (plan_id, month, unit, key, place, kind, task, asked, answer, same)
SELECT $1, $2, r.unit, r.key, r.place, r.kind, r.task, r.asked, nullif(r.answer, 'null'::jsonb), r.same
FROM
  jsonb_to_recordset($3::jsonb) AS r (
    unit text, key text, place integer, kind text, task integer, asked jsonb, answer jsonb, same integer
  )
ON CONFLICT (plan_id, month, unit, key) DO UPDATE SET answer = excluded.answer, same = excluded.same
WHERE kept.answer IS DISTINCT FROM excluded.answer OR kept.same <> excluded.same
