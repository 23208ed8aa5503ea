-- The alarm of a night's vacant posts, told again whatever it told before. Not of nights before the plan was opened.
INSERT INTO alarm (plan_id, key, kind, plan_at, detail)
SELECT id, $2, $2, $3, $4
FROM plan
WHERE id = $1 AND opened_at <= $3
ON CONFLICT (plan_id, key) DO UPDATE
SET plan_at = excluded.plan_at, detail = excluded.detail, count = alarm.count + 1, quiet_until = NULL
