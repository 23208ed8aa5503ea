-- Of a register the places in one column that have rows, with the day on which one of theirs was changed last.
SELECT cells ->> $3 AS place, count(*)::int AS rows, max(changed_on) AS "changedOn"
FROM register_row
WHERE plan_id = $1 AND register = $2 AND NOT removed AND cells ? $3
GROUP BY 1
ORDER BY 1
