-- How far the reading of a workbook is.
SELECT phase AS "phase", done AS "done", whole AS "whole", batch AS "batch", cancelled AS "cancelled"
FROM register_import
WHERE plan_id = $1 AND register = $2 AND account_id = $3 AND name = $4
