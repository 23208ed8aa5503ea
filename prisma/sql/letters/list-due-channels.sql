-- Channels on which something may be sent now, known here or not.
SELECT DISTINCT channel
FROM letter_delivery
WHERE plan_id = $1 AND state IN ('queued', 'sending') AND due_at <= now()
