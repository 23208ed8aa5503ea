-- Telephone calls, the newest first, after a place in the list.
SELECT stream, seq, at, item_id AS item, actor, payload ->> 'to' AS "to", payload ->> 'text' AS text
FROM ledger
WHERE plan_id = $1 AND type = 'callLogged'
  AND ($2::bigint IS NULL OR (-at, stream, -seq) > (-$2::bigint, $3, -$4::int))
ORDER BY at DESC, stream, seq DESC
LIMIT $5
