-- Rows that a decision needs: those named, those known by some keys, or ($5) all.
SELECT row_id AS row, seq, cells
FROM register_row
WHERE plan_id = $1 AND register = $2 AND NOT removed AND ($5 OR row_id = ANY($3) OR key = ANY($4))
