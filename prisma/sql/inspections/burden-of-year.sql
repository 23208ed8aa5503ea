-- How often places were checked in the rounds of a year, and how many papers they were asked for: what was not begun asked nothing.
SELECT v.place, count(*)::int AS checks, sum(v.materials)::int AS materials
FROM inspection_visit v
JOIN inspection_round r USING (plan_id, round)
WHERE v.plan_id = $1 AND r.year = $2 AND v.status <> 'planned'
GROUP BY v.place
ORDER BY v.place
