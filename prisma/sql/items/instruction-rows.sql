-- What was instructed on items, and what became of it: rows of some types, of all of a plan's items or of some, oldest first.
SELECT item_id AS item, type, event_version AS version, at, payload, actor
FROM ledger
WHERE plan_id = $1 AND item_id IS NOT NULL AND type = ANY($2) AND ($3::text[] IS NULL OR item_id = ANY($3))
ORDER BY at, stream COLLATE "C", seq
