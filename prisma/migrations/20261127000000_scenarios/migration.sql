-- The scenario a rehearsal is played by, so that any process can take it up; how items stood when a live plan took them over.
ALTER TABLE plan_document DROP CONSTRAINT plan_document_kind_check,
  ADD CONSTRAINT plan_document_kind_check CHECK (kind IN ('plan', 'roster', 'policy', 'calendar', 'scenario', 'existing'));
