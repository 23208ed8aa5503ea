-- Wakes those who follow the ledger. By itself, after the appends are committed: within their transactions it would let them commit
-- one at a time only, over all plans.
SELECT count(pg_notify($1, said))::int AS told
FROM unnest($2::text[]) AS said
