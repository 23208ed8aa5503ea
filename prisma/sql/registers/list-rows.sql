-- Rows of a register in the order in which they were added, after a place; `column` is one of some values where it is named.
SELECT row_id AS row, seq, place, cells, changed_on AS "changedOn", person
FROM register_row
WHERE plan_id = $1 AND register = $2 AND NOT removed AND place > $3
  AND ($4::text IS NULL OR cells ->> $4 = ANY($5))
ORDER BY place
LIMIT $6::int
