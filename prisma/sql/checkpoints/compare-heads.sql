-- What the ledger has where checkpoints name a row, and the first row that one covers although it was recorded after it.
SELECT c.no::int4 AS no, l.hash, (
    SELECT min(r.seq)
    FROM ledger r
    WHERE r.plan_id = $1 AND r.stream = $2 AND r.seq > c.after AND r.seq <= c.seq AND r.recorded_at > c.at
  ) AS late
FROM unnest($3::int4[], $4::int4[], $5::timestamptz[]) WITH ORDINALITY AS c (seq, after, at, no)
  LEFT JOIN ledger l ON l.plan_id = $1 AND l.stream = $2 AND l.seq = c.seq
ORDER BY c.no
