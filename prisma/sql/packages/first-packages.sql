-- The day of a plan's first packages; null where it has none.
SELECT min(assigned_on) AS first FROM package WHERE plan_id = $1
