-- The instants up to one at which notices close.
SELECT DISTINCT close_at
FROM open_notices($1)
WHERE close_at <= $2
