-- Notices made of alarms, as one more row of a stream that no ledger has.
INSERT INTO notice (plan_id, stream, seq, no, instrument, delivery, role, addressed_post, post, person, fallback_for,
  substitute_for, at, plan_day, facts, close_at, group_key)
SELECT $1, $2, (SELECT coalesce(max(seq), 0) + 1 FROM notice WHERE plan_id = $1 AND stream = $2), row_number() OVER () - 1, 'alarm',
  'batched', 'to', n.addressed_post, n.post, n.person, n.fallback_for,
  n.substitute_for, n.at, n.plan_day, n.facts, n.close_at, n.group_key
FROM jsonb_to_recordset($3) AS n (addressed_post text, post text, person text, fallback_for text, substitute_for text,
  at bigint, plan_day date, facts jsonb, close_at bigint, group_key text)
