-- Passing: how far a workbook is read, and whether whoever brought it has called it off. Swept after a day.
CREATE TABLE register_import (
  plan_id text NOT NULL REFERENCES plan (id),
  register text NOT NULL,
  account_id text NOT NULL,
  name text NOT NULL,
  phase text NOT NULL CHECK (phase IN ('waiting', 'reading', 'checking', 'comparing', 'keeping', 'ended')),
  done integer NOT NULL DEFAULT 0 CHECK (done >= 0),
  whole integer CHECK (whole >= 0),
  batch text,
  cancelled boolean NOT NULL DEFAULT false,
  touched_real timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (plan_id, register, account_id, name)
);
