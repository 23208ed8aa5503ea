-- Which letter tells a notice is said beside it: a closing inserts a narrow row for each notice, where it rewrote the whole notice
-- and all its index entries.
CREATE TABLE "letter_notice" (
  "plan_id" TEXT NOT NULL,
  "stream" TEXT NOT NULL,
  "seq" INTEGER NOT NULL,
  "no" INTEGER NOT NULL,
  "letter_id" TEXT NOT NULL,
  CONSTRAINT "letter_notice_pkey" PRIMARY KEY ("plan_id", "stream", "seq", "no")
);
INSERT INTO "letter_notice" SELECT plan_id, stream, seq, no, letter_id FROM notice WHERE letter_id IS NOT NULL;
CREATE INDEX "letter_notice_letter" ON "letter_notice"("plan_id", "letter_id");

-- What has no letter yet is looked for beyond what the last closing has seen: by its instant, and by its row.
CREATE TABLE "letter_closing" (
  "plan_id" TEXT NOT NULL,
  "up_to" BIGINT NOT NULL,
  "heads" JSONB NOT NULL,
  CONSTRAINT "letter_closing_pkey" PRIMARY KEY ("plan_id"),
  CONSTRAINT "letter_closing_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);
INSERT INTO "letter_closing"
SELECT plan_id, coalesce(min(first_open), max(last)) - 1, jsonb_object_agg(stream, coalesce(open_seq - 1, last_seq))
FROM (
  SELECT plan_id, stream, min(close_at) FILTER (WHERE letter_id IS NULL) AS first_open, max(close_at) + 1 AS last,
    min(seq) FILTER (WHERE letter_id IS NULL) AS open_seq, max(seq) AS last_seq
  FROM notice
  GROUP BY plan_id, stream
) AS streams
GROUP BY plan_id;

DROP INDEX "notice_unlettered";
DROP INDEX "notice_letter";
ALTER TABLE "notice" DROP COLUMN "letter_id";
CREATE INDEX "notice_closing" ON "notice"("plan_id", "close_at");

-- Notices that no letter tells yet. OFFSET 0 and the scalar subquery keep the planner, who can't know how few there are beyond a
-- closing, from reading every notice of the plan.
CREATE FUNCTION open_notices(plan text) RETURNS SETOF notice LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT n.*
  FROM (
    (
      SELECT n.* FROM notice n
      WHERE n.plan_id = $1 AND n.close_at > coalesce((SELECT up_to FROM letter_closing WHERE plan_id = $1), -1)
      OFFSET 0
    )
    UNION ALL
    SELECT late.*
    FROM letter_closing c, LATERAL (SELECT name FROM stream WHERE plan_id = $1 UNION ALL SELECT 'alarms') AS s, LATERAL (
      SELECT n.* FROM notice n
      WHERE n.plan_id = $1 AND n.stream = s.name AND n.seq > coalesce((c.heads ->> s.name)::int, 0) AND n.close_at <= c.up_to
      OFFSET 0
    ) AS late
    WHERE c.plan_id = $1
  ) AS n
  WHERE (
    SELECT t.letter_id FROM letter_notice t WHERE t.plan_id = n.plan_id AND t.stream = n.stream AND t.seq = n.seq AND t.no = n.no
  ) IS NULL
$$;
