-- Rows that lights follow from, of stretches of streams: later than `after`, up to and including `up_to`.
-- OFFSET 0 keeps each stretch one range of the ledger's primary key.
SELECT wanted.stream, l.seq, l.type, l.version, l.item, l.at, l.payload, l.actor
FROM unnest($2::text[], $3::int[], $4::int[]) AS wanted (stream, after, up_to),
  LATERAL (
    SELECT seq, type, event_version AS version, item_id AS item, at, payload, actor
    FROM ledger
    WHERE plan_id = $1 AND ledger.stream = wanted.stream AND seq > wanted.after AND seq <= wanted.up_to AND type <> ALL($5)
    OFFSET 0
  ) AS l
ORDER BY wanted.stream COLLATE "C", l.seq
