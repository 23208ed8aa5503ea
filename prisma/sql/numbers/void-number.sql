-- 作废: a number stays in the register, with who said why, and is never given again.
UPDATE document_number
SET state = 'void', voided_at = $3, voided_by = $4, void_reason = $5
WHERE plan_id = $1 AND document_no = $2 AND state = 'used'
