-- The tasks in which items wait for a unit's signature.
SELECT DISTINCT task FROM item WHERE plan_id = $1 AND primary_unit = $2 AND status = 'assigned' AND closed_at IS NULL ORDER BY task
