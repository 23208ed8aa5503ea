-- Where a stream's ledger ends, where it has a row; the hash of its row $3, and the versions of the plan's documents.
SELECT
  s.seq,
  s.head_hash AS hash,
  (SELECT l.hash FROM ledger l WHERE l.plan_id = $1 AND l.stream = $2 AND l.seq = $3) AS "hashThen",
  (
    SELECT coalesce(string_agg(kind || version, ',' ORDER BY kind, version), '')
    FROM plan_document
    WHERE plan_id = $1 AND kind IN ('plan', 'roster', 'policy', 'calendar', 'checklists')
  ) AS versions
FROM stream s
WHERE s.plan_id = $1 AND s.name = $2 AND s.seq > 0
