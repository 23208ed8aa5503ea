-- Adds messages that a stream sent; those that are there stay.
INSERT INTO message (plan_id, key, from_stream, to_stream, body)
SELECT $1, m ->> 'key', $2, m ->> 'to', m -> 'body'
FROM jsonb_array_elements($3::jsonb) AS m
ON CONFLICT DO NOTHING
