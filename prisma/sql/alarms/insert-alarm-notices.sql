-- Notices made of alarms, as one more row of a stream that no ledger has.
INSERT INTO notice_batch (plan_id, stream, append, batch, instrument, delivery, role, addressed_post, post, person, fallback_for,
  substitute_for, at, plan_day, close_at, group_key, rows, nos, drafts, items, facts)
SELECT $1, $2, next.append, n.no, 'alarm', 'batched', 'to', n.addressed_post, n.post, n.person, n.fallback_for, n.substitute_for, n.at,
  n.plan_day, n.close_at, n.group_key, ARRAY[next.append], ARRAY[n.no], '{}', '{}', n.facts
FROM (SELECT coalesce(max(append), 0) + 1 AS append FROM notice_batch WHERE plan_id = $1 AND stream = $2) AS next, (
  SELECT *, row_number() OVER () - 1 AS no
  FROM jsonb_to_recordset($3) AS n (addressed_post text, post text, person text, fallback_for text, substitute_for text,
    at bigint, plan_day date, facts jsonb, close_at bigint, group_key text)
) AS n
