-- Document numbers given so far, by instrument and year. Letters are never deleted, so counting is enough.
SELECT instrument || extract(year FROM plan_day) AS series, count(*)::int AS used
FROM letter
WHERE plan_id = $1 AND delivery = 'draft'
GROUP BY 1
