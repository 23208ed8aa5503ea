-- Of how many items rows were recorded together with each of some: of the same stream, instant, type and instrument; of all items or of some.
-- A stream's rows of one instant lie side by side, so that each count reads one short range of the ledger's primary key.
SELECT wanted.stream, wanted.seq, alike.first, alike.count
FROM unnest($2::text[], $3::int[]) AS wanted (stream, seq)
JOIN ledger l ON l.plan_id = $1 AND l.stream = wanted.stream AND l.seq = wanted.seq,
  LATERAL (
    SELECT coalesce(max(b.seq), 0) AS seq
    FROM (
      SELECT seq FROM ledger
      WHERE plan_id = $1 AND stream = wanted.stream AND ledger.seq < wanted.seq AND at <> l.at
      ORDER BY seq DESC LIMIT 1
    ) AS b
  ) AS before,
  LATERAL (
    SELECT min(a.seq) AS seq
    FROM (
      SELECT seq FROM ledger
      WHERE plan_id = $1 AND stream = wanted.stream AND ledger.seq > wanted.seq AND at <> l.at
      ORDER BY seq LIMIT 1
    ) AS a
  ) AS after,
  LATERAL (
    SELECT min(o.seq) AS first, count(DISTINCT o.item_id) AS count
    FROM ledger o
    WHERE o.plan_id = $1 AND o.stream = wanted.stream AND o.seq > before.seq AND (after.seq IS NULL OR o.seq < after.seq)
      AND o.type = l.type AND o.payload ->> 'instrument' IS NOT DISTINCT FROM l.payload ->> 'instrument'
      AND ($4::text[] IS NULL OR o.item_id = ANY($4))
  ) AS alike
