-- Rows later than the last one seen of each stream. OFFSET 0 keeps each stream one range of the ledger's primary key.
SELECT s.name AS stream, l.seq, l.type, l.version, l.item, l.at, l.cause, l."causeNo", l.actor, l.payload, l.recipients
FROM unnest($2::text[], $3::int[]) AS seen (name, seq)
JOIN stream s ON s.plan_id = $1 AND s.name = seen.name AND s.seq > seen.seq,
  LATERAL (
    SELECT seq, type, event_version AS version, item_id AS item, at, cause, cause_no AS "causeNo", actor, payload, recipients
    FROM ledger
    WHERE plan_id = $1 AND stream = seen.name AND ledger.seq > seen.seq
    OFFSET 0
  ) AS l
ORDER BY s.name COLLATE "C", l.seq
