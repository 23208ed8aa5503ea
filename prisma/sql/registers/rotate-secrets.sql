-- Puts cells under another key.
UPDATE register_secret AS t
SET key_id = $1, sealed = s.sealed
FROM jsonb_to_recordset($2::jsonb) AS s (plan text, ref text, sealed text)
WHERE t.plan_id = s.plan AND t.ref = s.ref
