INSERT INTO letter_delivery (plan_id, letter_id, channel, place, state)
SELECT $1, d.letter, d.channel, d.place, 'queued'
FROM jsonb_to_recordset($2) AS d (letter text, channel channel, place integer)
ON CONFLICT DO NOTHING
