-- The rounds of a plan, the newest first, with how their visits stand.
SELECT
  r.round, r.status, r.special, r.from_day AS "from", r.to_day AS "to", r.visits_until AS "visitsUntil", r.closes_on AS "closesOn",
  r.opened_at AS "openedAt", r.checklist, r.bulletin, count(v.visit)::int AS visits,
  count(*) FILTER (WHERE v.status = 'planned')::int AS planned,
  count(*) FILTER (WHERE v.status = 'takenAlong')::int AS "takenAlong",
  count(*) FILTER (WHERE v.status = 'partlyFiled')::int AS "partlyFiled",
  count(*) FILTER (WHERE v.status = 'submitted')::int AS submitted,
  coalesce(sum(v.objections), 0)::int AS objections
FROM inspection_round r
LEFT JOIN inspection_visit v USING (plan_id, round)
WHERE r.plan_id = $1
GROUP BY r.plan_id, r.round
ORDER BY r.opened_at DESC, r.round DESC
