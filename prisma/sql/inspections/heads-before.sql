-- Where the plan's streams ended just before an instant: the seed of a sample. Rows of the instant itself are left out, so that it is
-- the same in whatever order the streams record it.
SELECT s.name AS stream, l.seq, l.hash
FROM stream s
CROSS JOIN LATERAL (
  SELECT seq, hash FROM ledger WHERE plan_id = $1 AND stream = s.name AND at < $2 ORDER BY seq DESC LIMIT 1
) l
WHERE s.plan_id = $1
ORDER BY s.name COLLATE "C"
