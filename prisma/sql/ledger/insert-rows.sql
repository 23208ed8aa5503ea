-- Appends rows: each is the very text that its hash covers, with its hash and the one before it.
INSERT INTO ledger (
  plan_id, stream, seq, type, event_version, item_id, at, cause, cause_no, actor, payload, recipients, decided, prev_hash, hash
)
SELECT
  $1, $2, r.seq, r.type, coalesce(r.version, 1), r.item, r.at, r.cause, r."causeNo", r.actor, r.payload, r.recipients, r.decided,
  r.prev_hash, r.hash
FROM jsonb_to_recordset($3::jsonb) AS r (
  seq integer, type text, version integer, item text, at bigint, cause text, "causeNo" integer, actor jsonb, payload jsonb,
  recipients jsonb, decided jsonb, prev_hash text, hash text
)
