-- Visits of rounds that go on, in whose group somebody sits, or that they have taken along; those not submitted first.
SELECT v.round, v.visit
FROM inspection_visit v
JOIN inspection_round r USING (plan_id, round)
WHERE
  v.plan_id = $1 AND r.status IN ('open', 'closing', 'closed')
  AND ($2 = ANY(v.inspectors) OR v.taken @> jsonb_build_array(jsonb_build_object('person', $2::text)))
ORDER BY (v.status = 'submitted'), r.opened_at DESC, v.round, v.visit
