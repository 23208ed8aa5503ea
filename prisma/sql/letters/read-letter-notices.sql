-- The notices of letters. An alarm names its item among its facts: it is no notice about it.
SELECT t.letter_id, n.stream, n.seq, n.no, role, addressed_post, post, fallback_for, up_from, substitute_for,
  coalesce(item_id, facts ->> 'item') AS item_id, ladder, repetition, facts, list
FROM letter_notice_batch t JOIN notice n USING (plan_id, stream, append, batch)
WHERE t.plan_id = $1 AND t.letter_id = ANY($2)
