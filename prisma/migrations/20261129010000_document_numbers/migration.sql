-- 发文字号: given at signing, in order, and never twice.
CREATE TYPE "document_number_state" AS ENUM ('used', 'void');

CREATE TABLE "document_number" (
  "plan_id" TEXT NOT NULL,
  "issuer" TEXT NOT NULL,
  "series" TEXT NOT NULL,
  "year" INTEGER NOT NULL,
  "no" INTEGER NOT NULL CHECK ("no" > 0),
  "document_no" TEXT NOT NULL,
  "document" TEXT NOT NULL,
  "letter_id" TEXT,
  "given_at" BIGINT NOT NULL,
  "given_by" JSONB,
  "older" BOOLEAN NOT NULL DEFAULT false,
  "state" "document_number_state" NOT NULL DEFAULT 'used',
  "voided_at" BIGINT,
  "voided_by" JSONB,
  "void_reason" TEXT,
  CONSTRAINT "document_number_pkey" PRIMARY KEY ("plan_id", "issuer", "series", "year", "no"),
  CONSTRAINT "document_number_void" CHECK (("state" = 'void') = ("void_reason" IS NOT NULL) AND ("state" = 'void') = ("voided_at" IS NOT NULL)),
  CONSTRAINT "document_number_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan" ("id")
);
CREATE UNIQUE INDEX "document_number_text" ON "document_number" ("plan_id", "document_no");
CREATE UNIQUE INDEX "document_number_document" ON "document_number" ("plan_id", "document");

-- Numbers of the releases before, whatever they are: those under which a letter went out are used, those that only a draft had are
-- void. An alarm never had one, whatever its row says. What is written otherwise than 督办〔2021〕3号 (several drafts were signed
-- under a number that somebody typed) is a series of its own.
WITH letters AS (
  SELECT plan_id, document_no, min(closed_at) AS given_at, min(extract(year FROM plan_day))::int AS year,
    (array_agg(id ORDER BY closed_at, id) FILTER (WHERE delivery::text <> 'draft'))[1] AS sent,
    regexp_match(document_no, '^(.+)〔(\d{4})〕(\d{1,6})号$') AS parts
  FROM letter
  WHERE document_no IS NOT NULL AND instrument <> 'alarm'
  GROUP BY plan_id, document_no
), numbers AS (
  SELECT *, parts IS NOT NULL AND parts[3]::int > 0
    AND row_number() OVER (PARTITION BY plan_id, parts[1], parts[2], parts[3]::int ORDER BY given_at, document_no) = 1 AS told
  FROM letters
)
INSERT INTO document_number (plan_id, issuer, series, year, no, document_no, document, letter_id, given_at, older, state, voided_at,
  void_reason)
SELECT plan_id, 'office', CASE WHEN told THEN parts[1] ELSE document_no END, CASE WHEN told THEN parts[2]::int ELSE year END,
  CASE WHEN told THEN parts[3]::int ELSE 1 END, document_no, document_no, sent, given_at, true,
  CASE WHEN sent IS NULL THEN 'void' ELSE 'used' END::document_number_state,
  CASE WHEN sent IS NULL THEN given_at END,
  CASE WHEN sent IS NULL THEN '旧版系统为未签发的草稿预编，未使用' END
FROM numbers;

-- What still waits has no number until it is signed.
UPDATE letter SET document_no = NULL WHERE delivery::text = 'draft' AND state::text = 'draft';

CREATE INDEX "letter_numbered" ON "letter" ("plan_id", "document_no") WHERE (document_no IS NOT NULL);
