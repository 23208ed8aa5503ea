-- Where the rows of commands stand, in the ledger's order; keeps the request's answer where it has none. An account of null is
-- nobody's: nothing is kept.
WITH kept AS (
  UPDATE action_request
  SET answer = $6
  WHERE account_id = $4 AND key = $5 AND answer IS NULL
)
SELECT l.item_id AS item, l.stream, l.seq, l.type, l.at
FROM unnest($2::text[], $3::text[]) AS c (stream, cause)
JOIN ledger l ON l.plan_id = $1 AND l.stream = c.stream AND l.cause = c.cause
ORDER BY l.stream COLLATE "C", l.seq
