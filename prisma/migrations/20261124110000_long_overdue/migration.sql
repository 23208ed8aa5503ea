-- The lines of a 久拖未决清单: such a notice speaks of many items and has no item of its own.
ALTER TABLE notice ADD COLUMN list jsonb;
