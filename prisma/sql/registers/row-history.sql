-- Every change of one row, the newest first.
SELECT seq, kind, before, after, at, person, unit
FROM register_change
WHERE plan_id = $1 AND register = $2 AND row_id = $3
ORDER BY seq DESC, no DESC
