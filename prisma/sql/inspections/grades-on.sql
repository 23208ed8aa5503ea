-- By place and line what its last check until a day's end found, by the grade that held that day: an objection granted later changes nothing of it.
SELECT DISTINCT ON (c.place, c.line)
  c.place, c.line,
  coalesce(
    (SELECT g.regrade ->> 'grade'
      FROM jsonb_array_elements(c.regrades) WITH ORDINALITY AS g (regrade, no)
      WHERE (g.regrade ->> 'on')::date <= $2::date
      ORDER BY g.no DESC
      LIMIT 1),
    -- Rows of a release that did not know the days have the grade of today alone.
    CASE WHEN jsonb_array_length(c.regrades) = 0 THEN c.grade ELSE c.filed_grade END
  ) AS grade,
  c.round, c.checked_on AS "on"
FROM inspection_check c
JOIN inspection_round r USING (plan_id, round)
WHERE c.plan_id = $1 AND c.checked_on <= $2::date
ORDER BY c.place, c.line, r.opened_at DESC, c.round DESC, c.row DESC
