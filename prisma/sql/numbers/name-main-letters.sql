-- Names the letters that went out under numbers, where that is not said yet.
UPDATE document_number
SET letter_id = l.letter
FROM jsonb_to_recordset($2) AS l (document_no text, letter text)
WHERE plan_id = $1 AND document_number.document_no = l.document_no AND letter_id IS NULL
