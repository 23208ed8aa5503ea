-- What the ledger says of some items beside how they stand: rows of some types, oldest first, up to a row of the item's stream and an
-- instant. Read in pieces, the answer is that of one moment: rows up to a position never change.
SELECT
  w.item,
  (
    SELECT
      coalesce(
        json_agg(
          json_build_object('type', l.type, 'version', l.event_version, 'at', l.at, 'payload', l.payload)
          ORDER BY l.seq
        ),
        '[]'
      )
    FROM ledger l
    WHERE l.plan_id = $1 AND l.item_id = w.item AND l.seq <= w.up_to AND l.at <= $4 AND l.type = ANY($5)
  ) AS rows
FROM unnest($2::text[], $3::int[]) AS w (item, up_to)
