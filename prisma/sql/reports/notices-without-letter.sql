-- Notices, those of drafts aside, that no letter tells yet.
SELECT count(*)::int AS count
FROM open_notices($1)
WHERE delivery <> 'draft'
