-- Drafts with the steps they cover, the oldest first: those of some ids, whether they wait or not, or all
-- that wait to be signed (NULL).
SELECT l.id AS letter, l.instrument, l.post, l.plan_day AS "planDay",
  jsonb_agg(
    jsonb_build_object('stream', n.stream, 'item', n.item_id, 'rung', n.rung, 'version', n.deadline_version)
    ORDER BY n.stream, n.seq, n.no) AS steps
FROM letter l
  JOIN letter_notice_batch t ON t.plan_id = l.plan_id AND t.letter_id = l.id
  JOIN notice n ON (n.plan_id, n.stream, n.append, n.batch) = (t.plan_id, t.stream, t.append, t.batch) AND n.role = 'to'
WHERE l.plan_id = $1 AND l.delivery = 'draft' AND ($2::text[] IS NULL AND l.state = 'draft' OR l.id = ANY($2))
GROUP BY l.plan_id, l.id
ORDER BY l.closed_at, l.instrument, l.post COLLATE "C", l.supplement
