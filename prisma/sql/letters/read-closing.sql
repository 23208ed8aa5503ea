-- Up to which instant letters have closed; null: never. And where the streams of notices, that of alarms ($2) among them, end now.
SELECT (SELECT up_to FROM letter_closing WHERE plan_id = $1) AS "upTo",
  coalesce((
    SELECT jsonb_object_agg(name, seq)
    FROM (
      SELECT name, seq FROM stream WHERE plan_id = $1
      UNION ALL
      SELECT $2, coalesce(max(append), 0) FROM notice_batch WHERE plan_id = $1 AND stream = $2
    ) AS heads
  ), '{}') AS heads
