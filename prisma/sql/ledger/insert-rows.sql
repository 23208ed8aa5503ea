INSERT INTO ledger (
  plan_id, stream, seq, type, event_version, item_id, at, cause, cause_no, actor, payload, recipients, decided, prev_hash, hash
)
SELECT
  $1, $2, r.seq, r.type, r.event_version, r.item_id, r.at, r.cause, r.cause_no, r.actor, r.payload, r.recipients, r.decided,
  r.prev_hash, r.hash
FROM jsonb_to_recordset($3::jsonb) AS r (
  seq integer, type text, event_version integer, item_id text, at bigint, cause text, cause_no integer, actor jsonb, payload jsonb,
  recipients jsonb, decided jsonb, prev_hash text, hash text
)
