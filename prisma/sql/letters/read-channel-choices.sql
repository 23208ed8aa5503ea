-- A plan's mode, with what its people chose.
SELECT mode, (SELECT jsonb_object_agg(person, channels) FROM channel_choice WHERE plan_id = plan.id) AS choices
FROM plan
WHERE id = $1
