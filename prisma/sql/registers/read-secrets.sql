-- Encrypted cells by their references.
SELECT ref, register, row_id AS row, column_id AS "column", key_id AS "keyId", sealed
FROM register_secret
WHERE plan_id = $1 AND ref = ANY($2)
