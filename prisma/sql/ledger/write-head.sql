-- A stream's new head and what its workflow is answered: one statement, as every recording ends with it. Where the stream is due when the first of its items is ($7), that is asked here; else it
-- is told ($8).
UPDATE stream
SET
  seq = $3,
  head_hash = $4,
  calendar = $5,
  event_types = $6,
  ahead_seq = NULL,
  next_due = CASE
    WHEN $7 THEN (
      SELECT min(next_due) FROM item WHERE plan_id = $1 AND item.stream = $2 AND closed_at IS NULL AND NOT parked
    )
    ELSE $8
  END
WHERE plan_id = $1 AND name = $2
RETURNING
  next_due AS "nextDue",
  (
    SELECT coalesce(jsonb_agg(jsonb_build_object('to', to_stream, 'key', key) ORDER BY key COLLATE "C"), '[]')
    FROM message
    WHERE plan_id = $1 AND from_stream = $2 AND NOT applied
  ) AS messages,
  (
    SELECT coalesce(jsonb_agg(counted ORDER BY status, suspended), '[]')
    FROM (
      SELECT status, suspended, count(*) AS count, min(beyond_calendar) AS "beyondCalendar"
      FROM item
      WHERE plan_id = $1 AND item.stream = $2 AND closed_at IS NULL
      GROUP BY status, suspended
    ) AS counted
  ) AS counts
