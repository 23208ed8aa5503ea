-- A photo of a visit whose bytes are stored.
SELECT sha256, media_type AS "mediaType", bytes FROM inspection_photo WHERE plan_id = $1 AND round = $2 AND visit = $3 AND sha256 = $4
