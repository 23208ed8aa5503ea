-- What one append tells one recipient by one instrument is one row, a batch of notices, with the list of the ledger rows that it
-- tells (decision 0150). A notice by itself, as readers know it, is a row of the view `notice`: its facts are read where they stand,
-- in the ledger.

DROP FUNCTION open_notices(text);
ALTER TABLE "notice" RENAME TO "older_notice";
ALTER TABLE "letter_notice" RENAME TO "older_letter_notice";

CREATE TABLE "notice_batch" (
  "plan_id" TEXT NOT NULL,
  "stream" TEXT NOT NULL,
  "append" INTEGER NOT NULL,
  "batch" INTEGER NOT NULL,
  "instrument" TEXT NOT NULL,
  "delivery" TEXT NOT NULL CHECK ("delivery" IN ('batched', 'immediate', 'draft')),
  "role" TEXT NOT NULL CHECK ("role" IN ('to', 'copy')),
  "addressed_post" TEXT NOT NULL,
  "post" TEXT NOT NULL,
  -- NULL: nobody in the whole fallback chain holds a post on that day.
  "person" TEXT,
  "fallback_for" TEXT,
  "up_from" TEXT,
  "substitute_for" TEXT,
  "ladder" TEXT,
  "rung" TEXT,
  "deadline_version" INTEGER,
  "repetition" INTEGER,
  "at" BIGINT NOT NULL,
  "plan_day" DATE NOT NULL,
  "close_at" BIGINT NOT NULL,
  "group_key" TEXT NOT NULL,
  "rows" INTEGER[] NOT NULL CHECK ("rows" <> '{}'),
  "nos" SMALLINT[] NOT NULL CHECK (cardinality("nos") = cardinality("rows")),
  "drafts" SMALLINT[] NOT NULL CHECK ("drafts" = '{}' OR cardinality("drafts") = cardinality("rows")),
  "items" TEXT[] NOT NULL CHECK ("items" = '{}' OR cardinality("items") = cardinality("rows")),
  "facts" JSONB,
  "list" JSONB,
  CONSTRAINT "notice_batch_pkey" PRIMARY KEY ("plan_id", "stream", "append", "batch")
);

CREATE TABLE "letter_notice_batch" (
  "plan_id" TEXT NOT NULL,
  "stream" TEXT NOT NULL,
  "append" INTEGER NOT NULL,
  "batch" INTEGER NOT NULL,
  "letter_id" TEXT NOT NULL,
  CONSTRAINT "letter_notice_batch_pkey" PRIMARY KEY ("plan_id", "stream", "append", "batch")
);

-- Each notice with the batch that it belongs to. Rows of a stream that were recorded at one moment are of one append. A list, an alarm and what a
-- release told before the ledger kept what was decided have their facts themselves: each is a batch of its own.
CREATE TEMP TABLE told ON COMMIT DROP AS
WITH appended AS (
  SELECT plan_id, stream, seq, min(seq) OVER (PARTITION BY plan_id, stream, recorded_at) AS append, decided IS NULL AS undecided,
    recipients
  FROM ledger
), drafted AS (
  SELECT a.plan_id, a.stream, a.seq, d.place - 1 AS draft,
    row_number() OVER (PARTITION BY a.plan_id, a.stream, a.seq ORDER BY d.place, r.place) - 1 AS no
  FROM appended a, jsonb_array_elements(a.recipients) WITH ORDINALITY AS d (recipients, place),
    jsonb_array_elements(d.recipients) WITH ORDINALITY AS r (recipient, place)
), noted AS (
  SELECT n.*, t.letter_id, coalesce(a.append, n.seq) AS append, coalesce(d.draft, 0) AS draft, a.seq IS NOT NULL AS is_of_row,
    n.list IS NOT NULL OR coalesce(a.undecided, true) AS has_facts
  FROM older_notice n
    LEFT JOIN appended a USING (plan_id, stream, seq)
    LEFT JOIN drafted d USING (plan_id, stream, seq, no)
    LEFT JOIN older_letter_notice t USING (plan_id, stream, seq, no)
), grouped AS (
  SELECT *, first_value(seq) OVER same AS first_seq, first_value(no) OVER same AS first_no
  FROM noted
  WINDOW same AS (
    PARTITION BY plan_id, stream, append, instrument, delivery, role, addressed_post, post, person, fallback_for, up_from,
      substitute_for, ladder, rung, deadline_version, repetition, at, plan_day, close_at, group_key, item_id IS NULL, letter_id,
      CASE WHEN has_facts THEN seq END, CASE WHEN has_facts THEN no END
    ORDER BY seq, no
  )
)
SELECT *, dense_rank() OVER (PARTITION BY plan_id, stream, append ORDER BY first_seq, first_no) - 1 AS batch
FROM grouped;

INSERT INTO "notice_batch" (
  "plan_id", "stream", "append", "batch", "instrument", "delivery", "role", "addressed_post", "post", "person", "fallback_for",
  "up_from", "substitute_for", "ladder", "rung", "deadline_version", "repetition", "at", "plan_day", "close_at", "group_key", "rows",
  "nos", "drafts", "items", "facts", "list"
)
SELECT plan_id, stream, append, batch, min(instrument), min(delivery), min(role), min(addressed_post), min(post), min(person),
  min(fallback_for), min(up_from), min(substitute_for), min(ladder), min(rung), min(deadline_version), min(repetition), min(at),
  min(plan_day), min(close_at), min(group_key), array_agg(seq ORDER BY seq, no), array_agg(no::smallint ORDER BY seq, no),
  coalesce(array_agg(draft::smallint ORDER BY seq, no) FILTER (WHERE is_of_row), '{}'),
  coalesce(array_agg(item_id ORDER BY seq, no) FILTER (WHERE item_id IS NOT NULL), '{}'),
  (array_agg(facts) FILTER (WHERE has_facts))[1], (array_agg(list) FILTER (WHERE list IS NOT NULL))[1]
FROM told
GROUP BY plan_id, stream, append, batch;

INSERT INTO "letter_notice_batch"
SELECT DISTINCT plan_id, stream, append, batch, letter_id
FROM told
WHERE letter_id IS NOT NULL;

DROP TABLE "older_notice";
DROP TABLE "older_letter_notice";
CREATE INDEX "notice_batch_addressed" ON "notice_batch"("plan_id", "addressed_post") WHERE (items <> '{}'::text[]);
CREATE INDEX "notice_batch_at" ON "notice_batch"("plan_id", "at");
CREATE INDEX "notice_batch_post" ON "notice_batch"("plan_id", "post", "at");
CREATE INDEX "notice_batch_closing" ON "notice_batch"("plan_id", "close_at");
CREATE INDEX "letter_notice_batch_letter" ON "letter_notice_batch"("plan_id", "letter_id");

-- Notices one by one. Facts are looked up by the row's key for whoever asks for them; OFFSET 0 keeps the planner from looking up a row's again
-- for each time that a statement names them, and from reading the whole ledger for many. A range of one row, in order: while the ledger has
-- not been analysed, equality would seem as good by its index of causes, of which it would read the whole stream.
CREATE VIEW "notice" AS
SELECT n.plan_id, n.stream, told.seq, told.no::integer AS no, n.append, n.batch, told.item_id, n.instrument, n.delivery, n.role,
  n.addressed_post, n.post, n.person, n.fallback_for, n.up_from, n.substitute_for, n.ladder, n.rung, n.deadline_version, n.repetition,
  n.at, n.plan_day, said.facts, n.close_at, n.group_key, n.list
FROM notice_batch n
  CROSS JOIN LATERAL unnest(n.rows, n.nos, n.drafts, n.items) AS told (seq, no, draft, item_id)
  CROSS JOIN LATERAL (
    SELECT coalesce(n.facts, (
      SELECT l.decided -> 'notices' -> told.draft::integer -> 'facts'
      FROM ledger l
      WHERE l.plan_id = n.plan_id AND l.stream = n.stream AND l.seq BETWEEN told.seq AND told.seq
      ORDER BY l.seq
      LIMIT 1
    )) AS facts
    OFFSET 0
  ) AS said;

CREATE VIEW "letter_notice" AS
SELECT t.plan_id, t.stream, told.seq, told.no::integer AS no, t.letter_id
FROM letter_notice_batch t
  JOIN notice_batch n USING (plan_id, stream, append, batch)
  CROSS JOIN LATERAL unnest(n.rows, n.nos) AS told (seq, no);

-- While the processes of a release are replaced one by one, those of the release before would write notices as they were. They are
-- told to try again, as with any transaction that came at the wrong moment, and the new release's take what they leave.
CREATE FUNCTION refuse_older_notices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'notices are written in batches since this database was migrated: stop the processes of the release before'
    USING ERRCODE = 'serialization_failure';
END $$;
CREATE TRIGGER notice_of_older_release INSTEAD OF INSERT ON "notice" FOR EACH ROW EXECUTE FUNCTION refuse_older_notices();
CREATE TRIGGER letter_of_older_release INSTEAD OF INSERT ON "letter_notice" FOR EACH ROW EXECUTE FUNCTION refuse_older_notices();

-- Batches that no letter tells yet. OFFSET 0 and the scalar subquery keep the planner, who can't know how few there are beyond a
-- closing, from reading every batch of the plan.
CREATE FUNCTION open_notices(plan text) RETURNS SETOF notice_batch LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT n.*
  FROM (
    (
      SELECT n.* FROM notice_batch n
      WHERE n.plan_id = $1 AND n.close_at > coalesce((SELECT up_to FROM letter_closing WHERE plan_id = $1), -1)
      OFFSET 0
    )
    UNION ALL
    SELECT late.*
    FROM letter_closing c, LATERAL (SELECT name FROM stream WHERE plan_id = $1 UNION ALL SELECT 'alarms') AS s, LATERAL (
      SELECT n.* FROM notice_batch n
      WHERE n.plan_id = $1 AND n.stream = s.name AND n.append > coalesce((c.heads ->> s.name)::int, 0) AND n.close_at <= c.up_to
      OFFSET 0
    ) AS late
    WHERE c.plan_id = $1
  ) AS n
  WHERE (
    SELECT t.letter_id FROM letter_notice_batch t
    WHERE t.plan_id = n.plan_id AND t.stream = n.stream AND t.append = n.append AND t.batch = n.batch
  ) IS NULL
$$;
