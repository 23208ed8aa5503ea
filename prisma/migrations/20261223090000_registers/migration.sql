-- Registers: rows, their changes and the figures that follow from them; what is staged before a stream records it; sensitive cells.
CREATE TABLE register_row (
  plan_id text NOT NULL,
  register text NOT NULL,
  row_id text NOT NULL,
  seq integer NOT NULL,
  place bigint NOT NULL,
  "key" text,
  cells jsonb NOT NULL,
  removed boolean NOT NULL,
  changed_on date NOT NULL,
  person text NOT NULL,
  PRIMARY KEY (plan_id, register, row_id),
  -- Nothing is known by the key of a row that went.
  CHECK (removed = ("key" IS NULL))
);
CREATE INDEX register_row_key ON register_row (plan_id, register, "key");
CREATE INDEX register_row_place ON register_row (plan_id, register, place) WHERE NOT removed;

CREATE TABLE register_change (
  plan_id text NOT NULL,
  register text NOT NULL,
  seq integer NOT NULL,
  "no" integer NOT NULL,
  row_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('added', 'changed', 'removed')),
  "before" jsonb NOT NULL,
  "after" jsonb NOT NULL,
  cells jsonb,
  "at" bigint NOT NULL,
  changed_on date NOT NULL,
  person text NOT NULL,
  unit text NOT NULL,
  PRIMARY KEY (plan_id, register, seq, "no"),
  CHECK ((kind = 'removed') = (cells IS NULL))
);
CREATE INDEX register_change_row ON register_change (plan_id, register, row_id, seq);

CREATE TABLE register_figure (
  plan_id text NOT NULL,
  register text NOT NULL,
  figure text NOT NULL,
  method text NOT NULL,
  scope text NOT NULL,
  seq integer NOT NULL,
  sums jsonb NOT NULL,
  changed_on date NOT NULL,
  PRIMARY KEY (plan_id, register, figure, method, scope, seq)
);

-- Passing: what nobody recorded within a day is swept.
CREATE TABLE register_batch (
  plan_id text NOT NULL REFERENCES plan (id),
  register text NOT NULL,
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  body text NOT NULL,
  staged_real timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (plan_id, register, sha256)
);

-- Facts: the ledger names them by `ref`, and no plain text of theirs stands anywhere.
CREATE TABLE register_secret (
  plan_id text NOT NULL REFERENCES plan (id),
  ref text NOT NULL CHECK (ref ~ '^s-[0-9a-f]{40}$'),
  register text NOT NULL,
  row_id text NOT NULL,
  column_id text NOT NULL,
  key_id text NOT NULL CHECK (key_id <> ''),
  sealed text NOT NULL CHECK (sealed <> ''),
  kept_real timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (plan_id, ref)
);
CREATE INDEX register_secret_key ON register_secret (key_id);

ALTER TABLE plan_document DROP CONSTRAINT plan_document_kind_check;
ALTER TABLE plan_document ADD CONSTRAINT plan_document_kind_check
  CHECK (kind IN ('plan', 'roster', 'policy', 'calendar', 'checklists', 'registers', 'scenario', 'existing', 'change'));
