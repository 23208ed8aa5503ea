-- Inspections: what follows from the streams of rounds, for lists and counts, and the photos that were brought to visits.
CREATE TABLE inspection_round (
  plan_id text NOT NULL,
  round text NOT NULL,
  status text NOT NULL CHECK (status IN ('draft', 'open', 'closing', 'closed', 'skipped')),
  special boolean NOT NULL,
  year integer NOT NULL,
  from_day date NOT NULL,
  to_day date NOT NULL,
  visits_until date NOT NULL,
  closes_on date NOT NULL,
  opened_at bigint NOT NULL,
  checklist integer NOT NULL,
  bulletin text,
  PRIMARY KEY (plan_id, round)
);

CREATE TABLE inspection_visit (
  plan_id text NOT NULL,
  round text NOT NULL,
  visit text NOT NULL,
  place_kind text NOT NULL CHECK (place_kind IN ('village', 'unit')),
  place text NOT NULL,
  township text,
  mode text NOT NULL CHECK (mode IN ('visit', 'desk')),
  reason text NOT NULL,
  status text NOT NULL CHECK (status IN ('planned', 'takenAlong', 'partlyFiled', 'submitted')),
  group_id text,
  inspectors text[],
  leader text,
  asked integer NOT NULL,
  arrived integer NOT NULL,
  disputed integer NOT NULL,
  materials integer NOT NULL,
  photos text[],
  taken jsonb NOT NULL,
  last_contact bigint,
  submitted_row integer,
  submitted_on date,
  late boolean NOT NULL,
  objections integer NOT NULL,
  PRIMARY KEY (plan_id, round, visit),
  -- A visit is submitted by a row, and only then.
  CHECK ((status = 'submitted') = (submitted_row IS NOT NULL)),
  CHECK (arrived <= asked)
);
CREATE INDEX inspection_visit_place ON inspection_visit (plan_id, place);

CREATE TABLE inspection_line (
  plan_id text NOT NULL,
  round text NOT NULL,
  "row" integer NOT NULL,
  line text NOT NULL,
  visit text NOT NULL,
  person text NOT NULL,
  group_id text NOT NULL,
  revision integer NOT NULL CHECK (revision >= 1),
  grade text NOT NULL CHECK (grade IN ('pass', 'mostly', 'fail', 'notApplicable')),
  content text NOT NULL CHECK (content ~ '^[0-9a-f]{64}$'),
  received_at bigint NOT NULL,
  device_at bigint NOT NULL,
  clock_offset bigint NOT NULL,
  conflicting boolean NOT NULL,
  reassigned boolean NOT NULL,
  quarantined boolean NOT NULL,
  late boolean NOT NULL,
  photos text[],
  PRIMARY KEY (plan_id, round, "row", line),
  -- A record without author or group would vanish from every list: there is none.
  CONSTRAINT inspection_line_author CHECK (person <> '' AND group_id <> '')
);
CREATE INDEX inspection_line_visit ON inspection_line (plan_id, round, visit);
-- One content stands for a key: another is kept beside it, marked.
CREATE UNIQUE INDEX inspection_line_key ON inspection_line (plan_id, round, visit, person, line, revision) WHERE NOT conflicting;

CREATE TABLE inspection_check (
  plan_id text NOT NULL,
  round text NOT NULL,
  visit text NOT NULL,
  line text NOT NULL,
  place text NOT NULL,
  group_id text NOT NULL,
  grade text NOT NULL CHECK (grade IN ('pass', 'mostly', 'fail', 'notApplicable')),
  filed_grade text NOT NULL CHECK (filed_grade IN ('pass', 'mostly', 'fail', 'notApplicable')),
  text text NOT NULL,
  cause text,
  severity text CHECK (severity IN ('minor', 'serious', 'grave')),
  highlight text,
  contradicts boolean NOT NULL,
  person text NOT NULL,
  "row" integer NOT NULL,
  revision integer NOT NULL,
  checked_on date NOT NULL,
  photos text[],
  late boolean NOT NULL,
  PRIMARY KEY (plan_id, round, visit, line),
  CONSTRAINT inspection_check_author CHECK (person <> '' AND group_id <> ''),
  CHECK (filed_grade <> 'fail' OR cause IS NOT NULL)
);
CREATE INDEX inspection_check_place ON inspection_check (plan_id, place, line);

-- Facts: no ledger tells when a photo's bytes had all arrived.
CREATE TABLE inspection_photo (
  plan_id text NOT NULL REFERENCES plan (id),
  round text NOT NULL,
  visit text NOT NULL,
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  media_type text NOT NULL,
  bytes bigint NOT NULL CHECK (bytes > 0),
  person text NOT NULL CHECK (person <> ''),
  received_at bigint NOT NULL,
  received_real timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (plan_id, round, visit, sha256)
);
CREATE INDEX inspection_photo_file ON inspection_photo (plan_id, sha256);

-- Rectification items (整改).
CREATE INDEX item_finding ON item (plan_id, milestone) WHERE milestone LIKE 'zg-%';

-- Checklists are documents of a plan, with versions of their own.
ALTER TABLE plan_document DROP CONSTRAINT plan_document_kind_check,
  ADD CONSTRAINT plan_document_kind_check
    CHECK (kind IN ('plan', 'roster', 'policy', 'calendar', 'checklists', 'scenario', 'existing', 'change'));
