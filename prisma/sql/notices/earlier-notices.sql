-- Who was told of some items before, once for each way and rung.
SELECT DISTINCT item_id, role, instrument, addressed_post, fallback_for, substitute_for, person, ladder, rung, deadline_version
FROM notice
WHERE plan_id = $1 AND item_id = ANY($2) AND person IS NOT NULL AND delivery <> 'draft'
ORDER BY item_id, person, addressed_post, instrument, ladder, rung, deadline_version, role, substitute_for
