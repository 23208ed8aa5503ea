-- A key names one request of an account for ever, and its first accepted answer. Where the answer is missing because the
-- request was cut off, what it led to stands in `request` and `ledger` under keys that are derived from this one.
CREATE TABLE action_request (
  account_id text NOT NULL,
  key text NOT NULL,
  plan_id text NOT NULL REFERENCES plan (id),
  action text NOT NULL,
  hash text NOT NULL,
  answer jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, key)
);

-- What waits for somebody beside the items' own next steps: few rows among many, asked for by every opening of "mine".
CREATE INDEX item_asked ON item (plan_id) WHERE closed_at IS NULL
  AND (state -> 'instructions' <> '[]' OR state -> 'drafts' <> '[]' OR state -> 'extension' <> 'null');

-- 佐证: what was uploaded to an item. The file lies outside the database under its SHA-256.
CREATE TABLE evidence (
  plan_id text NOT NULL REFERENCES plan (id),
  item_id text NOT NULL,
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  name text NOT NULL,
  media_type text NOT NULL,
  bytes bigint NOT NULL,
  effective_on date NOT NULL,
  received_at bigint NOT NULL,
  received_real timestamptz NOT NULL DEFAULT now(),
  actor jsonb NOT NULL,
  note text NOT NULL,
  taken_at text,
  location jsonb,
  orientation integer NOT NULL DEFAULT 1,
  PRIMARY KEY (plan_id, item_id, sha256),
  FOREIGN KEY (plan_id, item_id) REFERENCES item (plan_id, id)
);
