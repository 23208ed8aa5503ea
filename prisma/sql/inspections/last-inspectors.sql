-- Who was at each place in the last round before an instant.
SELECT DISTINCT ON (v.place) v.place, v.inspectors
FROM inspection_visit v
JOIN inspection_round r USING (plan_id, round)
WHERE v.plan_id = $1 AND r.opened_at < $2 AND r.status <> 'skipped' AND v.group_id IS NOT NULL
ORDER BY v.place, r.opened_at DESC, v.visit
