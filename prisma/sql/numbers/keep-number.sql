-- Enters a number that was given elsewhere: kept as it is; nothing where it stands in the register, or its place is taken.
INSERT INTO document_number (plan_id, issuer, series, year, no, document_no, document, letter_id, given_at, given_by, older)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, true)
ON CONFLICT DO NOTHING
