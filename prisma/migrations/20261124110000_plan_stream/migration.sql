-- The lines of a 久拖未决清单: such a notice speaks of many items and has no item of its own.
ALTER TABLE notice ADD COLUMN list jsonb;

-- Set when a plan's workflows have been ended for good: nothing is awaited or sent for it any more.
ALTER TABLE plan ADD COLUMN ended_at timestamptz;
