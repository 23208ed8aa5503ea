-- The next rows after a place in every stream, of all items or of some; of these without the types $6 and
-- letters that lapsed with nothing sent in their place, which are told to those only who see everything. Streams are merged by when their rows were recorded; the running
-- maximum keeps each stream's own order even where its transactions began in another one.
SELECT
  merged.stream,
  seq,
  type,
  event_version AS version,
  item_id AS item,
  at,
  cause,
  cause_no AS "causeNo",
  actor,
  payload,
  recipients,
  prev_hash AS "previousHash",
  hash,
  recorded_at AS "recordedAt"
FROM (
  SELECT w.stream, l.seq, max(l.recorded_at) OVER (PARTITION BY w.stream ORDER BY l.seq) AS shown
  FROM unnest($2::text[], $3::int[]) AS w (stream, place),
    LATERAL (
      SELECT seq, recorded_at
      FROM ledger
      WHERE plan_id = $1 AND ledger.stream = w.stream AND seq > w.place AND ($5::text[] IS NULL OR item_id = ANY($5) AND type <> ALL($6)
          AND (type <> 'instrumentLapsed' OR recipients <> '[]'))
      ORDER BY seq
      LIMIT $4
    ) AS l
  ORDER BY shown, w.stream COLLATE "C", l.seq
  LIMIT $4
) AS merged
JOIN ledger USING (stream, seq)
WHERE plan_id = $1
ORDER BY shown, merged.stream COLLATE "C", seq
