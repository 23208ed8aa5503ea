-- Letters by month and instrument, drafts and merged drafts left out.
SELECT left(plan_day::text, 7) AS month, instrument, count(*)::int AS count
FROM letter
WHERE plan_id = $1 AND state NOT IN ('draft', 'superseded')
GROUP BY 1, 2
ORDER BY 1, instrument COLLATE "C"
