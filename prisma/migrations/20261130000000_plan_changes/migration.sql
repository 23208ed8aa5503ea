-- A change of a running plan is a document too: what was written with it and the orders it gives, so that one which was cut off can be finished.
ALTER TABLE plan_document DROP CONSTRAINT plan_document_kind_check,
  ADD CONSTRAINT plan_document_kind_check CHECK (kind IN ('plan', 'roster', 'policy', 'calendar', 'scenario', 'existing', 'change'));
