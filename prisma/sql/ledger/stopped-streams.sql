-- Streams of running plans that stand still, those that have longest first. A live plan's is late after $1 milliseconds.
SELECT s.plan_id AS plan, s.name AS stream, coalesce(s.stopped_at, to_timestamp(s.next_due / 1000.0)) AS since, s.stopped_why AS why
FROM stream s JOIN plan p ON p.id = s.plan_id
WHERE p.ended_at IS NULL
  AND (s.stopped_at IS NOT NULL
    OR p.mode = 'live' AND s.next_due < floor(extract(epoch FROM now()) * 1000) - $1::int8 AND s.ahead_seq IS NULL)
ORDER BY since, s.plan_id, s.name COLLATE "C"
