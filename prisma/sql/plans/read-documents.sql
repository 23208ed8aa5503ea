-- What decisions and notices are made by: all versions of a plan's documents, the oldest of each kind first.
SELECT kind, version, content
FROM plan_document
WHERE plan_id = $1 AND kind IN ('plan', 'roster', 'policy', 'calendar', 'checklists', 'registers')
ORDER BY kind, version
