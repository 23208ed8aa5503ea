-- A stream's row, where it has none yet.
INSERT INTO stream (plan_id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING
