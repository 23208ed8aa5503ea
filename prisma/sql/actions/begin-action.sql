-- Binds a request's key to its content, and reads the items and what was recorded for the request before. `hash` is null where
-- another claimed the key while this statement waited for it: it is to be run again.
WITH claimed AS (
  INSERT INTO action_request (account_id, key, plan_id, action, hash)
  VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT DO NOTHING
  RETURNING hash
),
found AS (
  SELECT id, stream, item_state(i) AS state
  FROM item i
  WHERE plan_id = $3 AND id = ANY($6)
),
keys AS (
  SELECT prefix || '@' || stream AS key
  FROM unnest($7::text[]) AS prefix, (SELECT DISTINCT stream FROM found) AS s
  UNION
  SELECT prefix || '@' || stream || '#' || id
  FROM unnest($7::text[]) AS prefix, found
  UNION
  SELECT prefix || '@plan'
  FROM unnest($7::text[]) AS prefix
)
SELECT
  coalesce((SELECT hash FROM claimed), (SELECT hash FROM action_request WHERE account_id = $1 AND key = $2)) AS hash,
  (SELECT answer FROM action_request WHERE account_id = $1 AND key = $2) AS answer,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', id, 'stream', stream, 'state', state)) FROM found), '[]') AS items,
  coalesce(
    (SELECT jsonb_agg(r.outcome) FROM keys k JOIN request r ON r.plan_id = $3 AND r.key = k.key),
    '[]'
  ) AS outcomes
