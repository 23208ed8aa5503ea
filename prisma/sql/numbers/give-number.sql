-- The next number of a series, for a document that has none. Under the plan's lock of numbers: two that sign at once would both
-- read the same highest one, and the second would fail on the key. Numbers given elsewhere under the same head count too.
WITH next AS (
  SELECT coalesce(max(no), 0) + 1 AS no
  FROM document_number
  WHERE plan_id = $1 AND year = $4 AND (issuer = $2 AND series = $3 OR older AND starts_with(document_no, $5::text))
)
INSERT INTO document_number (plan_id, issuer, series, year, no, document_no, document, letter_id, given_at, given_by)
SELECT $1, $2, $3, $4, next.no, $5::text || next.no || $6::text, $7, $8, $9, $10
FROM next
RETURNING document_no AS "documentNo"
