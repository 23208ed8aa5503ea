-- To which posts a letter's document goes besides: those copied on the same rows by the same instrument, or under the same number. What
-- is decided of many items at once for one reason is told to each unit in a letter of its own: who gets one is named in none of the others.
SELECT DISTINCT own.letter_id AS letter, n.addressed_post AS post
FROM letter_notice own
  JOIN notice o USING (plan_id, stream, seq, no)
  JOIN notice n ON n.plan_id = o.plan_id AND n.instrument = o.instrument AND n.role = 'copy' AND n.substitute_for IS NULL
    AND n.stream = o.stream AND n.seq = o.seq
WHERE own.plan_id = $1 AND own.letter_id = ANY($2) AND o.list IS NULL AND o.stream <> $3
  AND NOT (
    n.delivery = 'batched' AND (n.facts ? 'reason' OR n.facts ? 'resumed')
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
UNION
SELECT l.id, n.addressed_post
FROM letter l
  JOIN letter other ON other.plan_id = l.plan_id AND other.document_no = l.document_no AND other.instrument = l.instrument
    AND other.delivery = l.delivery
  JOIN letter_notice t ON t.plan_id = l.plan_id AND t.letter_id = other.id
  JOIN notice n ON (n.plan_id, n.stream, n.seq, n.no) = (t.plan_id, t.stream, t.seq, t.no)
    AND n.role = 'copy' AND n.substitute_for IS NULL
WHERE l.plan_id = $1 AND l.id = ANY($2) AND l.delivery = 'immediate'
ORDER BY 1, 2
