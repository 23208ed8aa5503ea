-- A plan's documents, some at a time: a roster may be large, and plans are many.
SELECT kind, version, content
FROM plan_document
WHERE plan_id = $1
ORDER BY kind COLLATE "C", version
LIMIT $2::int8
OFFSET $3::int8
