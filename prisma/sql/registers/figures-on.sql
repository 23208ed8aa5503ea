-- Figures of a plan as they stood at the end of a day.
SELECT DISTINCT ON (register, figure, method, scope) register, figure, method, scope, seq, sums, changed_on AS "changedOn"
FROM register_figure
WHERE plan_id = $1 AND changed_on <= $2
ORDER BY register, figure, method, scope, seq DESC
