-- To which posts a letter's document goes besides: those copied on the same rows by the same instrument, or under the same number. What
-- is decided of many items at once for one reason is told to each unit in a letter of its own: who gets one is named in none of the others.
-- OFFSET 0 keeps the order letter, batch, copies: for a few letters the planner would read every batch of the plan.
SELECT DISTINCT own.letter_id AS letter, c.addressed_post AS post
FROM letter_notice_batch own
  CROSS JOIN LATERAL (
    SELECT instrument, rows
    FROM notice_batch
    WHERE plan_id = own.plan_id AND stream = own.stream AND append = own.append AND batch = own.batch
      AND list IS NULL AND stream <> $3
    OFFSET 0
  ) AS o
  CROSS JOIN LATERAL (
    SELECT batch, delivery, addressed_post
    FROM notice_batch
    WHERE plan_id = own.plan_id AND stream = own.stream AND append = own.append AND instrument = o.instrument
      AND role = 'copy' AND substitute_for IS NULL AND rows && o.rows
    OFFSET 0
  ) AS c
WHERE own.plan_id = $1 AND own.letter_id = ANY($2) AND (c.delivery <> 'batched' OR EXISTS (
  SELECT
  FROM notice n
  WHERE n.plan_id = own.plan_id AND n.stream = own.stream AND n.append = own.append AND n.batch = c.batch AND n.seq = ANY(o.rows)
    AND NOT (
      (n.facts ? 'reason' OR n.facts ? 'resumed')
      AND EXISTS (
        SELECT
        FROM notice t
        WHERE t.plan_id = n.plan_id AND t.post = n.post AND t.at BETWEEN n.at - 86400000 AND n.at + 86400000
          AND t.role = 'to' AND t.delivery = n.delivery AND t.instrument = n.instrument AND t.plan_day = n.plan_day
          AND t.addressed_post = n.addressed_post
          AND t.facts -> 'reason' IS NOT DISTINCT FROM n.facts -> 'reason'
          AND t.facts -> 'resumed' IS NOT DISTINCT FROM n.facts -> 'resumed'
      )
    )
))
UNION
SELECT l.id, n.addressed_post
FROM letter l
  JOIN letter other ON other.plan_id = l.plan_id AND other.document_no = l.document_no AND other.instrument = l.instrument
    AND other.delivery = l.delivery
  CROSS JOIN LATERAL (
    SELECT n.addressed_post
    FROM letter_notice_batch t
      CROSS JOIN LATERAL (
        SELECT addressed_post
        FROM notice_batch
        WHERE plan_id = t.plan_id AND stream = t.stream AND append = t.append AND batch = t.batch
          AND role = 'copy' AND substitute_for IS NULL
        OFFSET 0
      ) AS n
    WHERE t.plan_id = other.plan_id AND t.letter_id = other.id
    OFFSET 0
  ) AS n
WHERE l.plan_id = $1 AND l.id = ANY($2) AND l.delivery = 'immediate'
ORDER BY 1, 2
