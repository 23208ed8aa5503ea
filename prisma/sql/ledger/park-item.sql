UPDATE item SET parked = true WHERE plan_id = $1 AND id = $2
