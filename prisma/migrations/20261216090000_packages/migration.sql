-- 交办清单: who was given a package of a year, and who signed for it. Derived from the plan's own stream.
CREATE TABLE package (
  plan_id text NOT NULL,
  year integer NOT NULL,
  holder_kind text NOT NULL CHECK (holder_kind IN ('unit', 'seat')),
  holder text NOT NULL,
  named boolean NOT NULL,
  villages text[],
  assigned_on date NOT NULL,
  signed_on date,
  signed_by text,
  signed_post text,
  PRIMARY KEY (plan_id, year, holder_kind, holder)
);
