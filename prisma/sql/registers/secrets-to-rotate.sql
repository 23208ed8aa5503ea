-- Encrypted cells under other keys than the newest, some at a time; other rotations leave them alone meanwhile.
SELECT plan_id AS plan, ref, register, row_id AS row, column_id AS "column", key_id AS "keyId", sealed
FROM register_secret
WHERE key_id <> $1
ORDER BY plan_id, ref
LIMIT $2::int
FOR UPDATE
