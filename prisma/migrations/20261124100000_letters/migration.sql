-- Letters have this index now; on notices it slowed every storm and nothing read it.
DROP INDEX notice_person;

-- Letters are made of notices when these close; see letter-store.ts. SMTP results live here, outside the ledger.
CREATE TABLE letter (
  plan_id text NOT NULL REFERENCES plan (id),
  id text NOT NULL,
  group_key text NOT NULL,
  -- 0: the letter itself; 1, 2, …: what came after it had closed.
  supplement integer NOT NULL,
  instrument text NOT NULL,
  delivery text NOT NULL CHECK (delivery IN ('batched', 'immediate', 'draft')),
  -- NULL: a draft, or nobody holds a post of the chain.
  person text,
  -- The addressed post where the letter has no person.
  post text,
  plan_day date NOT NULL,
  closed_at bigint NOT NULL,
  document_no text,
  message_id text NOT NULL,
  state text NOT NULL CHECK (state IN ('draft', 'queued', 'sending', 'sent', 'failed', 'manual', 'superseded')),
  attempts integer NOT NULL DEFAULT 0,
  last_error text,
  queued_at timestamptz NOT NULL DEFAULT now(),
  sent_at timestamptz,
  PRIMARY KEY (plan_id, id),
  UNIQUE (plan_id, group_key, supplement)
);
CREATE INDEX letter_waiting ON letter (plan_id, state, closed_at, id) WHERE state IN ('draft', 'queued', 'sending', 'failed');
CREATE INDEX letter_person ON letter (plan_id, person, plan_day);

-- When a notice's letter closes, and which notices share it.
ALTER TABLE notice ADD COLUMN close_at bigint, ADD COLUMN group_key text, ADD COLUMN letter_id text,
  ADD FOREIGN KEY (plan_id, letter_id) REFERENCES letter (plan_id, id);
-- Notices from before there were letters: each closes at its own instant, grouped as new ones are.
UPDATE notice SET close_at = notice.at,
  group_key = CASE notice.delivery
    WHEN 'draft' THEN concat_ws('|', 'd', notice.addressed_post, notice.instrument, notice.plan_day)
    WHEN 'batched' THEN concat_ws('|', 'b', coalesce(notice.person, 'post:' || notice.addressed_post), notice.instrument, notice.plan_day)
    ELSE concat_ws('|', 'i', coalesce(notice.person, 'post:' || notice.addressed_post), notice.instrument, ledger.cause) END
FROM ledger WHERE ledger.plan_id = notice.plan_id AND ledger.stream = notice.stream AND ledger.seq = notice.seq;
ALTER TABLE notice ALTER COLUMN close_at SET NOT NULL, ALTER COLUMN group_key SET NOT NULL;
CREATE INDEX notice_unlettered ON notice (plan_id, close_at) WHERE letter_id IS NULL;
CREATE INDEX notice_letter ON notice (plan_id, letter_id) WHERE letter_id IS NOT NULL;

-- What an operator must see: one row per cause, counted.
CREATE TABLE alarm (
  plan_id text NOT NULL REFERENCES plan (id),
  key text NOT NULL,
  kind text NOT NULL,
  -- Plan instant of the latest one.
  plan_at bigint NOT NULL,
  detail jsonb NOT NULL,
  count integer NOT NULL DEFAULT 1,
  PRIMARY KEY (plan_id, key)
);
