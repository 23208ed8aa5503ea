-- Notices in the ledger's order, each with where its item is: those of some batches, or those given with some ledger rows, whose appends
-- begin at the last batch before them. `seq`, `no` pick some of a batch's, or of a row's; null: all of them.
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
FROM jsonb_to_recordset($2) AS wanted (stream text, append integer, batch integer, seq integer, no integer)
CROSS JOIN LATERAL (
  SELECT append, batch
  FROM notice_batch
  WHERE plan_id = $1 AND stream = wanted.stream
    AND append = coalesce(wanted.append, (
      SELECT max(append) FROM notice_batch WHERE plan_id = $1 AND stream = wanted.stream AND append <= wanted.seq
    ))
    AND batch BETWEEN coalesce(wanted.batch, 0) AND coalesce(wanted.batch, 2147483647)
    AND (wanted.seq IS NULL OR wanted.seq = ANY(rows))
  OFFSET 0
) AS b
CROSS JOIN LATERAL (
  SELECT *
  FROM notice
  WHERE plan_id = $1 AND stream = wanted.stream AND append = b.append AND batch = b.batch
    AND seq = coalesce(wanted.seq, seq) AND no = coalesce(wanted.no, no)
  OFFSET 0
) AS n
LEFT JOIN letter_notice_batch t ON (t.plan_id, t.stream, t.append, t.batch) = (n.plan_id, n.stream, n.append, n.batch)
LEFT JOIN item i ON i.plan_id = n.plan_id AND i.id = n.item_id
ORDER BY n.stream COLLATE "C", n.seq, n.no
