-- Adds answers to requests.
INSERT INTO request (plan_id, key, stream, outcome)
SELECT $1, o ->> 'key', $2, o
FROM jsonb_array_elements($3::jsonb) AS o
