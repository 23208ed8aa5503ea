-- Marks what became of a channel's deliveries. Accepted is accepted, whoever says so; anything else only under the lease that it
-- was claimed with.
UPDATE letter_delivery
SET receipt = coalesce(r.receipt, letter_delivery.receipt),
  last_error = r.error,
  sent_at = CASE WHEN r.kind = 'accepted' THEN now() END,
  due_at = CASE
    WHEN r.kind = 'later' THEN now() + make_interval(secs => coalesce(r.after / 1000, least($6 * 2 ^ least(attempts - 1, 20), $7)))
    ELSE due_at
  END,
  state = CASE
    WHEN r.kind = 'accepted' THEN 'sent'::delivery_state
    WHEN r.kind = 'refused' OR queued_at < now() - make_interval(hours => $4) AND attempts >= $5 THEN 'failed'
    ELSE 'queued'
  END
FROM jsonb_to_recordset($3) AS r (id text, lease integer, kind text, receipt text, error text, after double precision)
WHERE plan_id = $1 AND channel = $2 AND letter_id = r.id
  AND (r.kind = 'accepted' AND state IN ('queued', 'sending') OR letter_delivery.lease = r.lease AND state = 'sending')
RETURNING letter_id AS id, letter_delivery.state
