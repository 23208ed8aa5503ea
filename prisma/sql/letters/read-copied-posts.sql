-- To which posts a letter's document goes besides: those copied on the same rows by the same instrument, or under the same number. What
-- is decided of many items at once for one reason is told to each unit in a letter of its own: who gets one is named in none of the others.
SELECT DISTINCT own.letter_id AS letter, c.addressed_post AS post
FROM letter_notice_batch own
  JOIN notice_batch o USING (plan_id, stream, append, batch)
  JOIN notice_batch c ON c.plan_id = o.plan_id AND c.stream = o.stream AND c.append = o.append AND c.instrument = o.instrument
    AND c.role = 'copy' AND c.substitute_for IS NULL AND c.rows && o.rows
WHERE own.plan_id = $1 AND own.letter_id = ANY($2) AND o.list IS NULL AND o.stream <> $3
  AND (c.delivery <> 'batched' OR EXISTS (
    SELECT
    FROM notice n
    WHERE n.plan_id = c.plan_id AND n.stream = c.stream AND n.append = c.append AND n.batch = c.batch AND n.seq = ANY(o.rows)
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
  JOIN letter_notice_batch t ON t.plan_id = l.plan_id AND t.letter_id = other.id
  JOIN notice_batch n ON (n.plan_id, n.stream, n.append, n.batch) = (t.plan_id, t.stream, t.append, t.batch)
    AND n.role = 'copy' AND n.substitute_for IS NULL
WHERE l.plan_id = $1 AND l.id = ANY($2) AND l.delivery = 'immediate'
ORDER BY 1, 2
