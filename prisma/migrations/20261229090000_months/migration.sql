-- The month's request: what follows from the streams of months, for lists, grids and counts, and what desks have saved and not sent.
CREATE TABLE progress_month (
  plan_id text NOT NULL,
  month text NOT NULL CHECK (month ~ '^\d{4}-\d{2}$'),
  status text NOT NULL CHECK (status IN ('open', 'closed')),
  asked_on date NOT NULL,
  due_on date NOT NULL,
  closes_on date NOT NULL,
  bulletin text,
  PRIMARY KEY (plan_id, month)
);

CREATE TABLE progress_request (
  plan_id text NOT NULL,
  month text NOT NULL,
  unit text NOT NULL,
  place integer NOT NULL,
  status text NOT NULL CHECK (status IN ('asked', 'answered', 'confirmed')),
  rows integer NOT NULL,
  version integer NOT NULL,
  answered_on date,
  confirmed_on date,
  late boolean NOT NULL,
  ever_confirmed boolean NOT NULL,
  urged integer NOT NULL,
  returned integer NOT NULL,
  return_reason text,
  PRIMARY KEY (plan_id, month, unit)
);

CREATE TABLE progress_row (
  plan_id text NOT NULL,
  month text NOT NULL,
  unit text NOT NULL,
  key text NOT NULL,
  place integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('item', 'coLead', 'responsible', 'duties')),
  task integer NOT NULL,
  asked jsonb NOT NULL,
  answer jsonb,
  same integer NOT NULL,
  PRIMARY KEY (plan_id, month, unit, key)
);

-- A fact of nobody's ledger: what somebody has written into the grid and not sent yet, with who wrote it last.
CREATE TABLE progress_draft (
  plan_id text NOT NULL REFERENCES plan (id),
  month text NOT NULL,
  unit text NOT NULL,
  key text NOT NULL,
  cells jsonb NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  person text NOT NULL CHECK (person <> ''),
  at bigint NOT NULL,
  PRIMARY KEY (plan_id, month, unit, key)
);
