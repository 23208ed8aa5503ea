-- Drafts with the steps they cover, the oldest first: those of some ids, whether they wait or not, or all
-- that wait to be signed (NULL). OFFSET 0: a batch is read by its key, however few the planner expects.
SELECT l.id AS letter, l.instrument, l.post, l.plan_day AS "planDay",
  jsonb_agg(
    jsonb_build_object('stream', n.stream, 'item', n.item_id, 'rung', n.rung, 'version', n.deadline_version)
    ORDER BY n.stream, n.seq, n.no) AS steps
FROM letter l
  JOIN letter_notice_batch t ON t.plan_id = l.plan_id AND t.letter_id = l.id
  CROSS JOIN LATERAL (
    SELECT b.stream, told.seq, told.no, told.item_id, b.rung, b.deadline_version
    FROM notice_batch b CROSS JOIN LATERAL unnest(b.rows, b.nos, b.items) AS told (seq, no, item_id)
    WHERE b.plan_id = t.plan_id AND b.stream = t.stream AND b.append = t.append AND b.batch = t.batch AND b.role = 'to'
    OFFSET 0
  ) AS n
WHERE l.plan_id = $1 AND l.delivery = 'draft' AND ($2::text[] IS NULL AND l.state = 'draft' OR l.id = ANY($2))
GROUP BY l.plan_id, l.id
ORDER BY l.closed_at, l.instrument, l.post COLLATE "C", l.supplement
