-- Drafts one of whose steps still waits for a signature: what was signed, lapsed or withdrawn is superseded at the next closing.
-- OFFSET 0 keeps the order draft, batch, item: of a plan that has come since the tables were analysed the planner expects one row of each,
-- and would look at every item for every notice. The last one has drafts looked at one by one: joined to them, all batches of the plan were.
SELECT id
FROM letter
WHERE plan_id = $1 AND state = 'draft' AND EXISTS (
  SELECT
  FROM letter_notice_batch t
    CROSS JOIN LATERAL (
      SELECT items, rung, deadline_version
      FROM notice_batch
      WHERE plan_id = t.plan_id AND stream = t.stream AND append = t.append AND batch = t.batch
      OFFSET 0
    ) AS n
    CROSS JOIN LATERAL (
      SELECT climbs
      FROM item
      WHERE plan_id = t.plan_id AND id = ANY(n.items)
      OFFSET 0
    ) AS i
    CROSS JOIN LATERAL jsonb_array_elements(i.climbs -> 'drafts') AS d
  WHERE t.plan_id = letter.plan_id AND t.letter_id = letter.id
    AND d ->> 'rung' = n.rung AND (d ->> 'version')::int = n.deadline_version
  OFFSET 0
)
