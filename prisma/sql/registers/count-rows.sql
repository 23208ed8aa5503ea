-- Of each register of a plan how many rows it has, and when one was changed last.
SELECT register, count(*) FILTER (WHERE NOT removed)::int AS rows, max(changed_on) AS "changedOn"
FROM register_row
WHERE plan_id = $1
GROUP BY register
ORDER BY register
