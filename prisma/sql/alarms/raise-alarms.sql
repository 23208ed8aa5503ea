-- Raises alarms, or counts them to those of the same key; one of count 0 is only locked. They come sorted by key: writers that
-- meet lock in the same order.
INSERT INTO alarm (plan_id, key, kind, plan_at, detail, count)
SELECT $1, a.key, a.kind, a.plan_at, a.detail, a.count
FROM jsonb_to_recordset($2) AS a (key text, kind text, plan_at bigint, detail jsonb, count integer)
ON CONFLICT (plan_id, key) DO UPDATE
SET plan_at = greatest(alarm.plan_at, excluded.plan_at),
  detail = CASE WHEN excluded.count = 0 THEN alarm.detail ELSE excluded.detail END,
  count = alarm.count + excluded.count
