-- The earliest closing of a stream's notices that have no letter yet.
SELECT min(close_at) AS next
FROM open_notices($1)
WHERE stream = $2
