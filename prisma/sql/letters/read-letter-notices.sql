-- The notices of letters. An alarm names its item among its facts: it is no notice about it. OFFSET 0: a batch is read by its key, however
-- few the planner expects.
SELECT t.letter_id, n.stream, n.seq, n.no, role, addressed_post, post, fallback_for, up_from, substitute_for,
  coalesce(item_id, facts ->> 'item') AS item_id, ladder, repetition, facts, list
FROM letter_notice_batch t
  CROSS JOIN LATERAL (
    SELECT *
    FROM notice
    WHERE plan_id = t.plan_id AND stream = t.stream AND append = t.append AND batch = t.batch
    OFFSET 0
  ) AS n
WHERE t.plan_id = $1 AND t.letter_id = ANY($2)
