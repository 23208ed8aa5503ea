-- Some items, and when the newest ledger row of each was recorded.
SELECT
  item_state(i) AS state,
  (
    SELECT l.recorded_at
    FROM ledger l
    WHERE l.plan_id = i.plan_id AND l.item_id = i.id
    ORDER BY l.seq DESC
    LIMIT 1
  ) AS "revisedAt"
FROM item i
WHERE i.plan_id = $1 AND i.id = ANY($2)
