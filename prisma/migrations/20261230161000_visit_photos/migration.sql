-- Photos for visits (包抓记录), without what they said beside the picture. Which visit one belongs to stands in the ledger.
CREATE TABLE visit_photo (
  plan_id text NOT NULL REFERENCES plan (id),
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  person text NOT NULL,
  media_type text NOT NULL,
  bytes bigint NOT NULL CHECK (bytes > 0),
  kept_real timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (plan_id, sha256, person)
);
