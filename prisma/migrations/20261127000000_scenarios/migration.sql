-- The scenario a rehearsal is played by, so that any process can take it up.
ALTER TABLE plan_document DROP CONSTRAINT plan_document_kind_check,
  ADD CONSTRAINT plan_document_kind_check CHECK (kind IN ('plan', 'roster', 'policy', 'calendar', 'scenario'));
