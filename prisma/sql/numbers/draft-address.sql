-- To whom the newest draft of a rung is written of which these items are part.
SELECT addressed_post AS post
FROM notice_batch
WHERE plan_id = $1 AND stream = ANY(ARRAY(SELECT DISTINCT stream FROM item WHERE plan_id = $1 AND id = ANY($2)))
  AND items && $2 AND rung = $3 AND delivery = 'draft'
ORDER BY role DESC, at DESC, addressed_post COLLATE "C"
LIMIT 1
