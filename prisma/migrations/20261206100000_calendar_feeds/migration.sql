-- Calendars that people subscribe to: whoever knows an address reads it, so that it is kept as its hash alone.
CREATE TABLE calendar_feed (
  id text PRIMARY KEY,
  account_id text NOT NULL REFERENCES auth_user ON DELETE CASCADE,
  name text NOT NULL,
  -- SHA-256 of the secret in its address: what is shown once is kept nowhere.
  hash text NOT NULL UNIQUE,
  lang text NOT NULL,
  -- Whether rehearsals are in it beside what runs live.
  rehearsals boolean NOT NULL,
  created_at timestamptz(6) NOT NULL DEFAULT now(),
  revoked_at timestamptz(6),
  last_used_at timestamptz(6),
  -- The answer last given, by its tag, and since when it is the answer (Last-Modified, so to the second).
  tag text,
  changed_at timestamptz(6)
);
CREATE INDEX calendar_feed_account ON calendar_feed (account_id);
