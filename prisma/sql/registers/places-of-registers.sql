-- What stands at the places of some registers: rows, and when one of theirs was changed or went last. $2: each with the column that names the
-- place, null where none does.
SELECT r.register, coalesce(r.cells ->> k.place_column, '') AS place, count(*) FILTER (WHERE NOT r.removed)::int AS rows,
  max(r.changed_on) AS "changedOn"
FROM jsonb_to_recordset($2::jsonb) AS k (register text, place_column text)
JOIN register_row r ON r.plan_id = $1 AND r.register = k.register
GROUP BY r.register, coalesce(r.cells ->> k.place_column, '')
ORDER BY r.register COLLATE "C", coalesce(r.cells ->> k.place_column, '') COLLATE "C"
