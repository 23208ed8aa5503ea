-- Adds notices: what the ledger has of them beside their row is read there, so that it travels once and not with every recipient.
INSERT INTO notice (
  plan_id, stream, seq, no, item_id, instrument, delivery, role, addressed_post, post, person, fallback_for, up_from, substitute_for,
  ladder, rung, deadline_version, repetition, at, plan_day, facts, close_at, group_key, list
)
SELECT
  $1, $2, n.seq, n.no, l.item_id, coalesce(n.instrument, d.instrument), d.delivery, n.role, n.addressed_post, n.post, n.person,
  n.fallback_for, n.up_from, n.substitute_for, d.rung ->> 'ladder', d.rung ->> 'id', (d.rung -> 'deadlineVersion')::int,
  (d.rung -> 'repetition')::int, l.at, n.plan_day, coalesce(n.facts, d.facts), d."closeAt", n.group_key, n.list
FROM
  jsonb_to_recordset($3::jsonb) AS n (
    seq int, no int, draft int, instrument text, role text, addressed_post text, post text, person text, fallback_for text,
    up_from text, substitute_for text, plan_day date, facts jsonb, group_key text, list jsonb
  )
JOIN ledger l ON l.plan_id = $1 AND l.stream = $2 AND l.seq = n.seq,
  jsonb_to_record(l.decided -> 'notices' -> n.draft) AS d (
    instrument text, delivery text, rung jsonb, facts jsonb, "closeAt" bigint
  )
