-- By place and line what its last check until a day's end found, by the grade that holds.
SELECT DISTINCT ON (c.place, c.line)
  c.place, c.line, c.grade, c.round, c.checked_on AS "on"
FROM inspection_check c
JOIN inspection_round r USING (plan_id, round)
WHERE c.plan_id = $1 AND c.checked_on <= $2::date
ORDER BY c.place, c.line, r.opened_at DESC, c.round DESC, c.row DESC
