-- Notices, those of drafts aside, that no letter tells yet.
SELECT coalesce(sum(cardinality(rows)), 0)::int AS count
FROM open_notices($1)
WHERE delivery <> 'draft'
