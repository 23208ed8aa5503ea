-- Kinds and versions of a plan's documents, as one word.
SELECT coalesce(string_agg(kind || version, ',' ORDER BY kind, version), '') AS versions
FROM plan_document
WHERE plan_id = $1
