-- Items with their whole ledger and how often they were told of: all of one moment. `key` names what was asked for.
SELECT
  w.key,
  i.stream,
  item_state(i) AS state,
  i.ladder_exhausted AS "ladderExhausted",
  (
    SELECT coalesce(json_agg(r), '[]')
    FROM (
      SELECT l.stream, l.seq, l.type, l.event_version AS version, l.item_id AS item, l.at, l.actor, l.payload
      FROM ledger l
      WHERE l.plan_id = i.plan_id AND l.item_id = i.id
      ORDER BY l.seq
    ) AS r
  ) AS rows,
  (
    SELECT coalesce(json_agg(n), '[]')
    FROM (
      SELECT o.instrument, count(*) AS count
      FROM ledger l
        CROSS JOIN LATERAL (
          -- The append that the row is of.
          SELECT max(append) AS append FROM notice_batch WHERE plan_id = l.plan_id AND stream = l.stream AND append <= l.seq
        ) AS appended
        JOIN notice_batch o ON o.plan_id = l.plan_id AND o.stream = l.stream AND o.append = appended.append
          AND o.delivery <> 'draft'
        CROSS JOIN LATERAL unnest(o.rows) AS told (seq)
      WHERE l.plan_id = i.plan_id AND l.item_id = i.id AND told.seq = l.seq
      GROUP BY 1
      ORDER BY 1
    ) AS n
  ) AS notices
FROM unnest($1::text[], $2::text[], $3::text[]) AS w (key, plan, item)
JOIN item i ON i.plan_id = w.plan AND i.id = w.item
