-- Streams of running plans whose workflows know more than the ledger.
SELECT s.plan_id AS plan, s.name AS stream, s.seq AS head, s.ahead_seq AS ahead
FROM stream s
JOIN plan p ON p.id = s.plan_id
WHERE s.ahead_seq IS NOT NULL AND p.ended_at IS NULL
ORDER BY s.plan_id, s.name COLLATE "C"
