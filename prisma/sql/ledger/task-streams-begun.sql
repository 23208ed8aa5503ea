-- What tells which streams of tasks, rounds and months a plan has: the row that opened it, the orders that registered items, the rounds and
-- the months that were announced.
SELECT
  at,
  CASE WHEN type IN ('planOpened', 'roundAnnounced') THEN payload -> 'streams' END AS streams,
  payload -> 'order' AS "order",
  CASE WHEN type = 'roundAnnounced' THEN payload -> 'round' END AS round,
  CASE WHEN type = 'monthAnnounced' THEN payload -> 'month' END AS month,
  coalesce((payload ->> 'missed')::boolean, false) AS missed
FROM ledger
WHERE
  plan_id = $1 AND stream = $2
  AND (type IN ('planOpened', 'roundAnnounced', 'monthAnnounced') OR payload #>> '{order,kind}' = 'registerItems')
ORDER BY seq
