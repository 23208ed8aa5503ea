-- Calls off the reading of a workbook, also one that has not come yet.
INSERT INTO register_import (plan_id, register, account_id, name, phase, cancelled)
VALUES ($1, $2, $3, $4, 'waiting', true)
ON CONFLICT (plan_id, register, account_id, name) DO UPDATE
SET cancelled = true, touched_real = now()
RETURNING phase AS "phase", done AS "done", whole AS "whole", batch AS "batch", cancelled AS "cancelled"
