-- 我的视图: how somebody looks at a list, kept under a name of their own.
CREATE TABLE saved_view (
  plan_id text NOT NULL REFERENCES plan (id),
  account_id text NOT NULL,
  list text NOT NULL,
  name text NOT NULL,
  content jsonb NOT NULL,
  saved_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (plan_id, account_id, list, name)
);

-- 方案附件: documents that the plan refers to, as the office filed them. Kept for ever: a newer file stands beside an older one.
CREATE TABLE plan_attachment (
  plan_id text NOT NULL REFERENCES plan (id),
  attachment text NOT NULL,
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  name text NOT NULL,
  media_type text NOT NULL,
  bytes bigint NOT NULL,
  note text NOT NULL,
  actor jsonb NOT NULL,
  filed_at bigint NOT NULL,
  filed_real timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (plan_id, attachment, sha256)
);
