-- Items of the plan of which their unit has said something, with the pictures filed as evidence of them.
SELECT
  item_state(i) AS state,
  ARRAY(
    SELECT e.sha256 FROM evidence e
    WHERE e.plan_id = i.plan_id AND e.item_id = i.id AND e.media_type LIKE 'image/%'
    ORDER BY e.sha256
  ) AS photos
FROM item i
WHERE i.plan_id = $1 AND i.milestone NOT LIKE 'zg-%' AND (i.state ? 'lastWords' OR i.state ->> 'reportedOn' IS NOT NULL)
ORDER BY i.id
