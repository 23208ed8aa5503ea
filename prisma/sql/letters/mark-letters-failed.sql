-- Marks refusals of claimed letters: for good, or until a pause that grows with each attempt is over.
UPDATE letter
SET last_error = f.error,
  state = CASE
    WHEN f.permanent OR queued_at < now() - make_interval(hours => $3) THEN 'failed'::letter_state
    ELSE 'queued'
  END,
  due_at = now() + make_interval(secs => least($4 * 2 ^ least(attempts - 1, 20), $5))
FROM jsonb_to_recordset($2) AS f (id text, lease integer, error text, permanent boolean)
WHERE plan_id = $1 AND letter.id = f.id AND letter.lease = f.lease AND letter.state = 'sending'
RETURNING letter.id, letter.state, person, instrument, plan_day, document_no, closed_at, last_error
