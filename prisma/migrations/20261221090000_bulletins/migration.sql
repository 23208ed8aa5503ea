-- Facts: the texts of a bulletin's versions and of the records they count, by their SHA-256. The ledger names them; nothing changes them.
CREATE TABLE bulletin_content (
  plan_id text NOT NULL REFERENCES plan (id),
  round text NOT NULL,
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  body text NOT NULL CHECK (body <> ''),
  kept_real timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (plan_id, round, sha256)
);
