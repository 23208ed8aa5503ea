-- Villages with a submitted visit in the rounds of a year.
SELECT DISTINCT v.place
FROM inspection_visit v
JOIN inspection_round r USING (plan_id, round)
WHERE v.plan_id = $1 AND r.year = $2 AND v.place_kind = 'village' AND v.mode = 'visit' AND v.submitted_row IS NOT NULL
ORDER BY v.place
