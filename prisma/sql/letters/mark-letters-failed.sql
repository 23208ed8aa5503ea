-- Marks refusals of claimed letters: for good, or until a pause that grows with each attempt is over. Given up after hours and
-- tries: while a channel rests letters are not tried, and its first refusal after that must not end them.
UPDATE letter
SET last_error = f.error,
  state = CASE
    WHEN f.permanent OR queued_at < now() - make_interval(hours => $3) AND attempts >= $4 THEN 'failed'::letter_state
    ELSE 'queued'
  END,
  due_at = now() + make_interval(secs => least($5 * 2 ^ least(attempts - 1, 20), $6))
FROM jsonb_to_recordset($2) AS f (id text, lease integer, error text, permanent boolean)
WHERE plan_id = $1 AND letter.id = f.id AND letter.lease = f.lease AND letter.state = 'sending'
RETURNING letter.id, letter.state, person, instrument, plan_day, document_no, closed_at, last_error
