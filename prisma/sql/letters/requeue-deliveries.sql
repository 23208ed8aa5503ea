-- A letter's channels, to be gone through anew: those that it had, and those that its person has come to have.
INSERT INTO letter_delivery (plan_id, letter_id, channel, place, state)
SELECT $1, $2, channel::channel, place, 'queued'
FROM unnest($3::text[]) WITH ORDINALITY AS by (channel, place)
ON CONFLICT (plan_id, letter_id, channel) DO UPDATE
SET state = 'queued', attempts = 0, last_error = NULL, sent_at = NULL, receipt = NULL, due_at = now()
