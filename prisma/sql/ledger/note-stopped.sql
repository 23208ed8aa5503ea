INSERT INTO stream (plan_id, name, stopped_at, stopped_why)
VALUES ($1, $2, now(), $3)
ON CONFLICT (plan_id, name) DO UPDATE
SET stopped_at = coalesce(stream.stopped_at, now()), stopped_why = excluded.stopped_why
