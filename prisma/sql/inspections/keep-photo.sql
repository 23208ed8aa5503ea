-- Notes a photo of a visit whose bytes are stored: what is there is there.
INSERT INTO inspection_photo (plan_id, round, visit, sha256, media_type, bytes, person, received_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT DO NOTHING
