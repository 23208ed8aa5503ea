-- The letters that went out under the numbers that some letters have: one document, addressed to one and copied to others. Those of
-- an older release keep the texts that they had.
SELECT l.id, l.document_no AS "documentNo", l.instrument
FROM letter l JOIN document_number n ON n.plan_id = l.plan_id AND n.document_no = l.document_no AND NOT n.older
WHERE l.plan_id = $1 AND l.document_no = ANY($2) AND l.delivery = 'immediate'
ORDER BY l.id
