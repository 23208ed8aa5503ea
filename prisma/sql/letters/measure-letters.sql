-- How much letters hold: notices, and items they speak of, each once, lines of a 久拖未决清单 included (lists of one letter that
-- name the same item tell of it once).
SELECT n.letter_id AS letter, count(DISTINCT (n.stream, n.seq, n.no))::int AS notices,
  count(DISTINCT coalesce(n.item_id, line ->> 'item'))::int AS items
FROM notice n LEFT JOIN LATERAL jsonb_array_elements(n.list) AS line ON true
WHERE n.plan_id = $1 AND n.letter_id = ANY($2)
GROUP BY 1
