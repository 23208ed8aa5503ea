-- Makes letters, and says of batches of notices which letter tells them.
WITH closed AS (
  SELECT l.*
  FROM jsonb_to_recordset($2) AS l (id text, group_key text, supplement integer, instrument text, delivery letter_kind,
    person text, post text, plan_day date, closed_at bigint, document_no text, message_id text, state letter_state,
    notices jsonb, batches jsonb)
), made AS (
  INSERT INTO letter (plan_id, id, group_key, supplement, instrument, delivery, person, post, plan_day, closed_at, document_no,
    message_id, state, notices)
  SELECT $1, l.id, l.group_key, l.supplement, l.instrument, l.delivery, l.person, CASE WHEN l.person IS NULL THEN l.post END,
    l.plan_day, l.closed_at, l.document_no, l.message_id, l.state, l.notices
  FROM closed l
)
INSERT INTO letter_notice_batch (plan_id, stream, append, batch, letter_id)
SELECT $1, told ->> 0, (told ->> 1)::int, (told ->> 2)::int, l.id
FROM closed l, jsonb_array_elements(l.batches) AS told
