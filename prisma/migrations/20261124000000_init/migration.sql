-- The plan as loaded: one row a run of it, and its documents by version.
CREATE TABLE plan (
  id text PRIMARY KEY,
  slug text NOT NULL,
  title text NOT NULL,
  mode text NOT NULL CHECK (mode IN ('live', 'rehearsal')),
  scenario text,
  seed integer,
  opened_at bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE plan_document (
  plan_id text NOT NULL REFERENCES plan (id),
  kind text NOT NULL CHECK (kind IN ('plan', 'roster', 'policy', 'calendar')),
  version integer NOT NULL,
  content jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (plan_id, kind, version)
);

CREATE TABLE clock (
  plan_id text PRIMARY KEY REFERENCES plan (id),
  version integer NOT NULL,
  plan_now bigint NOT NULL
);

-- The ledger: one chain of rows per stream. The stream's row is its lock, its head and its place in time.
CREATE TABLE stream (
  plan_id text NOT NULL REFERENCES plan (id),
  name text NOT NULL,
  seq integer NOT NULL DEFAULT 0,
  head_hash text NOT NULL DEFAULT '',
  acked_seq integer NOT NULL DEFAULT 0,
  next_due bigint,
  PRIMARY KEY (plan_id, name)
);
CREATE INDEX stream_due ON stream (plan_id, next_due) WHERE next_due IS NOT NULL;

CREATE TABLE ledger (
  plan_id text NOT NULL,
  stream text NOT NULL,
  seq integer NOT NULL,
  type text NOT NULL,
  item_id text,
  at bigint NOT NULL,
  cause text NOT NULL,
  cause_no integer NOT NULL,
  actor jsonb,
  payload jsonb NOT NULL,
  recipients jsonb NOT NULL DEFAULT '[]',
  prev_hash text NOT NULL,
  hash text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (plan_id, stream, seq),
  UNIQUE (plan_id, stream, cause, cause_no),
  FOREIGN KEY (plan_id, stream) REFERENCES stream (plan_id, name)
);
CREATE INDEX ledger_item ON ledger (plan_id, item_id, seq) WHERE item_id IS NOT NULL;

CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE ON ledger FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change();
CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON ledger FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();

-- Derived from the ledger: items as they stand, answers given, notices with their recipients.
CREATE TABLE item (
  plan_id text NOT NULL,
  id text NOT NULL,
  stream text NOT NULL,
  task integer NOT NULL,
  milestone text NOT NULL,
  target text NOT NULL,
  scope text NOT NULL,
  village text,
  township text,
  primary_unit text NOT NULL,
  status text NOT NULL,
  deadline date NOT NULL,
  original_deadline date NOT NULL,
  deadline_version integer NOT NULL,
  suspended boolean NOT NULL,
  ladder_exhausted boolean NOT NULL,
  opened_at bigint NOT NULL,
  closed_at bigint,
  state jsonb NOT NULL,
  PRIMARY KEY (plan_id, id)
);
CREATE INDEX item_open ON item (plan_id, status, deadline);

CREATE TABLE request (
  plan_id text NOT NULL,
  key text NOT NULL,
  stream text NOT NULL,
  outcome jsonb NOT NULL,
  PRIMARY KEY (plan_id, key)
);

CREATE TABLE notice (
  plan_id text NOT NULL,
  stream text NOT NULL,
  seq integer NOT NULL,
  no integer NOT NULL,
  item_id text,
  instrument text NOT NULL,
  delivery text NOT NULL CHECK (delivery IN ('batched', 'immediate', 'draft')),
  role text NOT NULL CHECK (role IN ('to', 'copy')),
  addressed_post text NOT NULL,
  post text NOT NULL,
  -- NULL: nobody in the whole fallback chain holds a post on that day.
  person text,
  fallback_for text,
  up_from text,
  ladder text,
  rung text,
  deadline_version integer,
  repetition integer,
  at bigint NOT NULL,
  plan_day date NOT NULL,
  facts jsonb NOT NULL,
  PRIMARY KEY (plan_id, stream, seq, no)
);
CREATE INDEX notice_item ON notice (plan_id, item_id) WHERE role = 'to';
CREATE INDEX notice_person ON notice (plan_id, person, plan_day);

CREATE TABLE message (
  plan_id text NOT NULL,
  key text NOT NULL,
  from_stream text NOT NULL,
  to_stream text NOT NULL,
  body jsonb NOT NULL,
  applied boolean NOT NULL DEFAULT false,
  PRIMARY KEY (plan_id, key)
);
CREATE INDEX message_open ON message (plan_id, to_stream) WHERE NOT applied;
