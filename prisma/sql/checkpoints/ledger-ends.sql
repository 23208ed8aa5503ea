-- The ledger's own last rows, and not the heads that table stream has: that is derived.
SELECT l.plan_id AS plan, l.stream, l.seq, l.hash
FROM (SELECT plan_id, stream, max(seq) AS seq FROM ledger GROUP BY plan_id, stream) AS last
  JOIN ledger l USING (plan_id, stream, seq)
ORDER BY l.plan_id COLLATE "C", l.stream COLLATE "C"
