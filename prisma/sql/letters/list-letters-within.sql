-- Letters within reach: one's own, and those that say nothing but to one's posts. A person's letter has a section for each of
-- their posts; who shares one of these posts may not read what is said to another. Drafts are the office's.
SELECT l.id
FROM letter l
WHERE l.plan_id = $1 AND l.state NOT IN ('draft', 'superseded') AND (
  l.person = $3
  OR l.id IN (SELECT t.letter_id FROM letter_notice_batch t JOIN notice_batch n USING (plan_id, stream, append, batch) WHERE n.plan_id = $1 AND n.post = ANY($2))
  AND NOT EXISTS (SELECT FROM letter_notice_batch t JOIN notice_batch n USING (plan_id, stream, append, batch) WHERE t.plan_id = $1 AND t.letter_id = l.id AND n.post <> ALL($2))
)
