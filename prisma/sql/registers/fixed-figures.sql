-- How figures of a plan's registers are computed, as the office chose until the end of a plan instant.
SELECT DISTINCT ON (payload ->> 'figure') payload, at, actor
FROM ledger
WHERE plan_id = $1 AND stream LIKE 'register/%' AND type = 'figureFixed' AND at <= $2
ORDER BY payload ->> 'figure', seq DESC
