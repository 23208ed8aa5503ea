-- Keeps the text of a bulletin's version, or of its records, by its hash: what is there is there.
INSERT INTO bulletin_content (plan_id, round, sha256, body)
VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING
