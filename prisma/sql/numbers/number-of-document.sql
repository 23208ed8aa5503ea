-- The number that a document has been given.
SELECT document_no AS "documentNo"
FROM document_number
WHERE plan_id = $1 AND document = $2
