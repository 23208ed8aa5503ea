-- Adds batches of notices: what the ledger has of them is read at the first row that each tells, so that it travels once and not with
-- every recipient.
INSERT INTO notice_batch (
  plan_id, stream, append, batch, instrument, delivery, role, addressed_post, post, person, fallback_for, up_from, substitute_for, ladder,
  rung, deadline_version, repetition, at, plan_day, close_at, group_key, rows, nos, drafts, items, facts, list
)
SELECT
  $1, $2, b.append, b.batch, coalesce(b.instrument, d.instrument), d.delivery, b.role, b.addressed_post, b.post, b.person, b.fallback_for,
  b.up_from, b.substitute_for, d.rung ->> 'ladder', d.rung ->> 'id', (d.rung -> 'deadlineVersion')::int, (d.rung -> 'repetition')::int,
  l.at, b.plan_day, d."closeAt", b.group_key, b.rows, b.nos, b.drafts, b.items, b.facts, b.list
FROM
  jsonb_to_recordset($3::jsonb) AS b (
    append int, batch int, rows int[], nos smallint[], drafts smallint[], items text[], instrument text, role text, addressed_post text,
    post text, person text, fallback_for text, up_from text, substitute_for text, plan_day date, group_key text, facts jsonb, list jsonb
  )
JOIN ledger l ON l.plan_id = $1 AND l.stream = $2 AND l.seq = b.rows[1],
  jsonb_to_record(l.decided -> 'notices' -> b.drafts[1]::int) AS d (instrument text, delivery text, rung jsonb, "closeAt" bigint)
