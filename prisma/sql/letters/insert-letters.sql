-- Makes letters, and says of each notice which letter tells it.
WITH made AS (
  INSERT INTO letter (plan_id, id, group_key, supplement, instrument, delivery, person, post, plan_day, closed_at, document_no,
    message_id, state, notices)
  SELECT $1, l.id, l.group_key, l.supplement, l.instrument, l.delivery, l.person, CASE WHEN l.person IS NULL THEN l.post END,
    l.plan_day, l.closed_at, l.document_no, l.message_id, l.state, l.notices
  FROM jsonb_to_recordset($2) AS l (id text, group_key text, supplement integer, instrument text, delivery letter_kind,
    person text, post text, plan_day date, closed_at bigint, document_no text, message_id text, state letter_state,
    notices jsonb)
  RETURNING plan_id, id, notices
)
INSERT INTO letter_notice (plan_id, stream, seq, no, letter_id)
SELECT plan_id, n ->> 0, (n ->> 1)::int, (n ->> 2)::int, id
FROM made, jsonb_array_elements(notices) AS n
