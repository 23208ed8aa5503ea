-- Notes how far a workbook is read, and answers whether it was called off meanwhile.
INSERT INTO register_import (plan_id, register, account_id, name, phase, done, whole, batch)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (plan_id, register, account_id, name) DO UPDATE
SET phase = excluded.phase, done = excluded.done, whole = excluded.whole, batch = excluded.batch, touched_real = now()
RETURNING cancelled AS "cancelled"
