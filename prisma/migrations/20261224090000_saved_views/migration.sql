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
