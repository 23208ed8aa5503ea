-- By place and line what its last check found, over all rounds but one.
SELECT DISTINCT ON (c.place, c.line)
  c.place, c.line, c.grade, c.grade = 'fail' AND c.severity IS DISTINCT FROM 'minor' AS red, c.round, c.text, c.checked_on AS "on"
FROM inspection_check c
JOIN inspection_round r USING (plan_id, round)
WHERE c.plan_id = $1 AND c.round <> $2 AND ($3::text IS NULL OR c.place = $3)
ORDER BY c.place, c.line, r.opened_at DESC, c.round DESC, c.row DESC
