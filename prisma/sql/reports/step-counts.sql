-- Ledger rows of items by type; `detail` tells kinds of a type apart.
SELECT
  type,
  CASE type
    WHEN 'rungSkipped' THEN payload ->> 'reason'
    WHEN 'extensionRequested' THEN payload ->> 'late'
    WHEN 'extensionDecided' THEN payload ->> 'grant'
  END AS detail,
  count(*)::int AS count,
  count(DISTINCT item_id)::int AS items
FROM ledger
WHERE plan_id = $1 AND item_id IS NOT NULL
GROUP BY 1, 2
ORDER BY 1, 2
