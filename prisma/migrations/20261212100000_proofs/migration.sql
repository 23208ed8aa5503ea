-- Signed lists of where every stream ended: whoever writes the database can't make another one (docs/ledger-format.md).
CREATE TABLE "ledger_checkpoint" (
  "no" INTEGER NOT NULL,
  "cause" TEXT NOT NULL,
  -- Text, not JSON: it is signed byte for byte.
  "content" TEXT NOT NULL,
  "hash" TEXT NOT NULL CHECK ("hash" ~ '^[0-9a-f]{64}$'),
  "signature" TEXT NOT NULL,
  "public_key" TEXT NOT NULL,
  "made_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "ledger_checkpoint_pkey" PRIMARY KEY ("no")
);
CREATE UNIQUE INDEX "ledger_checkpoint_cause_key" ON "ledger_checkpoint"("cause");

-- What is written once. The ledger and the audit log have triggers of their own.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER checkpoint_append_only BEFORE UPDATE OR DELETE ON ledger_checkpoint FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER checkpoint_no_truncate BEFORE TRUNCATE ON ledger_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER document_append_only BEFORE UPDATE OR DELETE ON plan_document FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER document_no_truncate BEFORE TRUNCATE ON plan_document FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER evidence_append_only BEFORE UPDATE OR DELETE ON evidence FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER evidence_no_truncate BEFORE TRUNCATE ON evidence FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A request gets its answer once; nothing else of it changes.
CREATE FUNCTION refuse_other_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.answer IS NULL AND to_jsonb(NEW) - 'answer' = to_jsonb(OLD) - 'answer' THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'a request keeps its first answer: % of action_request is refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER action_request_once BEFORE UPDATE OR DELETE ON action_request FOR EACH ROW EXECUTE FUNCTION refuse_other_answer();
CREATE TRIGGER action_request_no_truncate BEFORE TRUNCATE ON action_request FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Also where a session calls itself a replica (session_replication_role).
ALTER TABLE ledger ENABLE ALWAYS TRIGGER ledger_append_only;
ALTER TABLE ledger ENABLE ALWAYS TRIGGER ledger_no_truncate;
ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_append_only;
ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_no_truncate;
ALTER TABLE ledger_checkpoint ENABLE ALWAYS TRIGGER checkpoint_append_only;
ALTER TABLE ledger_checkpoint ENABLE ALWAYS TRIGGER checkpoint_no_truncate;
ALTER TABLE plan_document ENABLE ALWAYS TRIGGER document_append_only;
ALTER TABLE plan_document ENABLE ALWAYS TRIGGER document_no_truncate;
ALTER TABLE evidence ENABLE ALWAYS TRIGGER evidence_append_only;
ALTER TABLE evidence ENABLE ALWAYS TRIGGER evidence_no_truncate;
ALTER TABLE action_request ENABLE ALWAYS TRIGGER action_request_once;
ALTER TABLE action_request ENABLE ALWAYS TRIGGER action_request_no_truncate;
