-- Puts all drafts aside but those that wait.
UPDATE letter
SET state = 'superseded'
WHERE plan_id = $1 AND state = 'draft' AND id <> ALL($2)
