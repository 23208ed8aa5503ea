-- Since when nothing can be recorded on a stream, and why: an operator must see it within minutes.
ALTER TABLE stream
  ADD COLUMN stopped_at timestamptz,
  ADD COLUMN stopped_why text;

-- With which other items the same file stands.
CREATE INDEX evidence_file ON evidence (plan_id, sha256);
