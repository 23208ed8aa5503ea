-- What stands beside a stream's row and concerns a request ($3: keys of commands, $4: keys of messages). A statement of its own, after
-- the lock: it sees what the lock's last holder has committed.
SELECT
  (
    SELECT string_agg(kind || version, ',' ORDER BY kind, version)
    FROM plan_document
    WHERE plan_id = $1 AND kind IN ('plan', 'roster', 'policy', 'calendar', 'checklists', 'registers')
  ) AS documents,
  (SELECT mode::text FROM plan WHERE id = $1) AS mode,
  floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS "databaseNow",
  (SELECT coalesce(jsonb_agg(outcome), '[]') FROM request WHERE plan_id = $1 AND key = ANY($3)) AS outcomes,
  (
    SELECT coalesce(jsonb_agg(jsonb_build_object('key', key, 'body', body) ORDER BY array_position($4, key)), '[]')
    FROM message
    WHERE plan_id = $1 AND to_stream = $2 AND key = ANY($4) AND NOT applied
  ) AS messages
