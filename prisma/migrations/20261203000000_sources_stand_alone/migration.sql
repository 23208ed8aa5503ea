-- Items are derived: they are emptied and made again from the ledger, and a back-up holds none. What is a fact, as a file's
-- being there is, must be able to stand without them.
ALTER TABLE evidence DROP CONSTRAINT evidence_plan_id_item_id_fkey;
