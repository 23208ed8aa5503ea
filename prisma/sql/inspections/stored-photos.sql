-- The photos of some visits of a round whose bytes are stored.
SELECT visit, sha256 FROM inspection_photo WHERE plan_id = $1 AND round = $2 AND visit = ANY($3) ORDER BY visit, sha256
