-- Rows of a register as they stood at the end of a day: the last change of each that is not later.
SELECT c.row_id AS row, c.seq, c.cells, c.changed_on AS "changedOn", c.person
FROM (
  SELECT DISTINCT ON (row_id) row_id, seq, no, cells, changed_on, person
  FROM register_change
  WHERE plan_id = $1 AND register = $2 AND changed_on <= $3
  ORDER BY row_id, seq DESC, no DESC
) AS c
JOIN register_row AS r ON r.plan_id = $1 AND r.register = $2 AND r.row_id = c.row_id
WHERE c.cells IS NOT NULL AND ($4::text IS NULL OR c.cells ->> $4 = ANY($5))
ORDER BY r.place
