-- Drafts one of whose steps still waits for a signature: what was signed, lapsed or withdrawn is superseded at the next closing.
SELECT id
FROM letter
WHERE plan_id = $1 AND state = 'draft' AND EXISTS (
  SELECT
  FROM letter_notice_batch t JOIN notice n USING (plan_id, stream, append, batch) JOIN item i ON i.plan_id = n.plan_id AND i.id = n.item_id,
    LATERAL jsonb_array_elements(i.climbs -> 'drafts') AS d
  WHERE t.plan_id = letter.plan_id AND t.letter_id = letter.id
    AND d ->> 'rung' = n.rung AND (d ->> 'version')::int = n.deadline_version
)
