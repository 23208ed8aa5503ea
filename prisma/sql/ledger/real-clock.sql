-- A plan's mode, and the database's clock: what a live plan's instants are compared with.
SELECT mode::text AS mode, floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS "databaseNow"
FROM plan
WHERE id = $1
