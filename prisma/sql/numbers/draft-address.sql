-- To whom the newest draft of a rung is written of which these items are part.
SELECT addressed_post AS post
FROM notice
WHERE plan_id = $1 AND item_id = ANY($2) AND rung = $3 AND delivery = 'draft'
ORDER BY role DESC, at DESC, addressed_post COLLATE "C"
LIMIT 1
