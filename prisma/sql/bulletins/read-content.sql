-- A kept text by its hash.
SELECT body FROM bulletin_content WHERE plan_id = $1 AND round = $2 AND sha256 = $3
