-- What heads confirmed of items, month by month and version by version: the worklist reads the last of them up to a day.
CREATE TABLE progress_confirmed (
  plan_id text NOT NULL,
  key text NOT NULL,
  confirmed_at bigint NOT NULL,
  month text NOT NULL,
  version integer NOT NULL,
  unit text NOT NULL,
  seq integer NOT NULL,
  answer jsonb NOT NULL,
  PRIMARY KEY (plan_id, key, confirmed_at, month, version)
);

-- Months that have been confirmed already, from their ledgers.
INSERT INTO progress_confirmed (plan_id, key, confirmed_at, month, version, unit, seq, answer)
SELECT
  c.plan_id, r ->> 'key', c.at, substr(c.stream, 7), (c.payload ->> 'version')::integer, c.payload ->> 'unit', c.seq, r
FROM ledger c
JOIN ledger a
  ON a.plan_id = c.plan_id AND a.stream = c.stream AND a.type = 'progressAnswered'
  AND a.payload -> 'unit' = c.payload -> 'unit' AND a.payload -> 'version' = c.payload -> 'version'
JOIN ledger q
  ON q.plan_id = c.plan_id AND q.stream = c.stream AND q.type = 'progressRequested' AND q.payload -> 'unit' = c.payload -> 'unit'
CROSS JOIN LATERAL jsonb_array_elements(a.payload -> 'rows') AS r
CROSS JOIN LATERAL jsonb_array_elements(q.payload -> 'rows') AS s
WHERE c.stream LIKE 'month/%' AND c.type = 'progressConfirmed' AND s -> 'key' = r -> 'key' AND s ->> 'kind' = 'item';
