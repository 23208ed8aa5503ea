-- What tells which task streams a plan has: the row that opened it, and the orders that registered items.
SELECT
  at,
  CASE WHEN type = 'planOpened' THEN payload -> 'streams' END AS streams,
  payload -> 'order' AS "order"
FROM ledger
WHERE plan_id = $1 AND stream = $2 AND (type = 'planOpened' OR payload #>> '{order,kind}' = 'registerItems')
ORDER BY seq
