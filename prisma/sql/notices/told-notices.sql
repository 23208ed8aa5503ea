-- Notices by the ledger rows they were given with, in the rows' order, each with where its item is. `no` picks one of a row's
-- notices; null: all of them.
SELECT
  n.stream,
  n.seq,
  n.no,
  n.item_id AS item,
  n.instrument,
  n.delivery,
  n.role,
  n.addressed_post AS addressed,
  n.post,
  n.person,
  n.fallback_for AS "fallbackFor",
  n.up_from AS "upFrom",
  n.substitute_for AS "substituteFor",
  n.ladder,
  n.rung,
  n.deadline_version AS "deadlineVersion",
  n.repetition,
  n.at,
  n.plan_day AS "planDay",
  n.facts,
  t.letter_id AS letter,
  jsonb_array_length(n.list) AS lines,
  i.task,
  i.village,
  i.township,
  i.milestone
FROM jsonb_to_recordset($2) AS wanted (stream text, seq integer, no integer)
JOIN notice n ON n.plan_id = $1 AND n.stream = wanted.stream AND n.seq = wanted.seq AND n.no = coalesce(wanted.no, n.no)
LEFT JOIN letter_notice t ON (t.plan_id, t.stream, t.seq, t.no) = (n.plan_id, n.stream, n.seq, n.no)
LEFT JOIN item i ON i.plan_id = n.plan_id AND i.id = n.item_id
ORDER BY n.stream COLLATE "C", n.seq, n.no
