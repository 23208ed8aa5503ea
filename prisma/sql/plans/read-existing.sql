-- How items stood when a live plan was opened, by item id.
SELECT content
FROM plan_document
WHERE plan_id = $1 AND kind = 'existing'
ORDER BY version DESC
LIMIT 1
