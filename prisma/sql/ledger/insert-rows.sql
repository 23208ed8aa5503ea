-- Appends rows after one ($3, with its hash $4): each is the very text that its hash covers, with its hash. All have one moment of recording,
-- later than the rows before them have: by it the rows of an append are known.
INSERT INTO ledger (
  plan_id, stream, seq, type, event_version, item_id, at, cause, cause_no, actor, payload, recipients, decided, prev_hash, hash, recorded_at
)
SELECT
  $1, $2, r.seq, r.type, coalesce(r.version, 1), r.item, r.at, r.cause, r."causeNo", r.actor, r.payload, r.recipients, r.decided,
  lag(r.hash, 1, $4) OVER (ORDER BY r.seq), r.hash,
  greatest(now(), (SELECT recorded_at + interval '1 microsecond' FROM ledger WHERE plan_id = $1 AND stream = $2 AND seq = $3))
FROM jsonb_to_recordset($5::jsonb) AS r (
  seq integer, type text, version integer, item text, at bigint, cause text, "causeNo" integer, actor jsonb, payload jsonb,
  recipients jsonb, decided jsonb, hash text
)
