-- Rungs fired by plan and instrument, drafts of signed ones among them.
SELECT plan_id AS plan, payload ->> 'instrument' AS label, count(*)::int AS n
FROM ledger
WHERE plan_id = ANY($1) AND type IN ('rungFired', 'instrumentDrafted')
GROUP BY 1, 2
