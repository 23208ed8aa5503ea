-- What each item's part of the ledger amounts to.
SELECT
  item_id AS item,
  count(*)::int AS rows,
  count(DISTINCT type)::int AS types,
  (count(*) FILTER (WHERE type = 'returned'))::int AS returns,
  (count(*) FILTER (WHERE type = 'extensionRequested'))::int AS "extensionsRequested",
  (count(*) FILTER (WHERE type = 'extensionDecided' AND payload ->> 'grant' = 'true'))::int AS "extensionsGranted",
  bool_or(
    type IN ('rungFired', 'instrumentDrafted') AND payload ->> 'run' = 'deadline' AND (payload ->> 'overdue')::int > 0
  ) AS "climbedOverdue"
FROM ledger
WHERE plan_id = $1 AND item_id IS NOT NULL
GROUP BY 1
ORDER BY item_id COLLATE "C"
