-- Gives back letters that the mail server refused for what is ours, not theirs: not counted as tries, and behind the others, so that
-- a letter that is refused for itself after all holds up none of them.
UPDATE letter
SET state = 'queued', due_at = now() + make_interval(secs => $3), attempts = attempts - 1, last_error = f.error
FROM jsonb_to_recordset($2) AS f (id text, lease integer, error text)
WHERE plan_id = $1 AND letter.id = f.id AND letter.lease = f.lease AND state = 'sending'
