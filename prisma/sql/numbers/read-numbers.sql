-- Numbers by their text.
SELECT issuer, series, document_no AS "documentNo", document, letter_id AS letter, older, given_by AS "givenBy"
FROM document_number
WHERE plan_id = $1 AND document_no = ANY($2)
