-- The earliest closing of a notice that has no letter yet.
SELECT min(close_at) AS next
FROM open_notices($1)
