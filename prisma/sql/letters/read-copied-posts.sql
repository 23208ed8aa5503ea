-- To which posts a letter's document goes besides: those copied on the same rows by the same instrument, or under the same number.
SELECT DISTINCT t.letter_id AS letter, n.addressed_post AS post
FROM letter_notice t
  JOIN notice o USING (plan_id, stream, seq, no)
  JOIN notice n ON n.plan_id = o.plan_id AND n.instrument = o.instrument AND n.role = 'copy' AND n.substitute_for IS NULL
    AND n.stream = o.stream AND n.seq = o.seq
WHERE t.plan_id = $1 AND t.letter_id = ANY($2) AND o.list IS NULL AND o.stream <> $3
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
