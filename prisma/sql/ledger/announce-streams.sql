-- Streams that begin at an instant, and are due from then on.
INSERT INTO stream (plan_id, name, next_due)
SELECT $1, s.name, s.due
FROM jsonb_to_recordset($2::jsonb) AS s (name text, due bigint)
ON CONFLICT DO NOTHING
