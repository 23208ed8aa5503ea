-- Kinds and versions of the documents that decisions and letters are made by, as one word.
SELECT coalesce(string_agg(kind || version, ',' ORDER BY kind, version), '') AS versions
FROM plan_document
WHERE plan_id = $1 AND kind IN ('plan', 'roster', 'policy', 'calendar', 'checklists', 'registers')
