-- Which items were submitted (呈阅) to which posts before an instant ($4), by instruments ($2), each once: since another instant ($3), or
-- before that, of some items ($5). Lines of a list are submissions too, unless they told of an end.
SELECT coalesce(line ->> 'item', n.item_id) AS item, coalesce(n.fallback_for, n.post) AS post, bool_or(n.at >= $3) AS recent
FROM notice n LEFT JOIN LATERAL jsonb_array_elements(n.list) AS line ON true
WHERE n.plan_id = $1 AND n.instrument = ANY($2) AND n.delivery <> 'draft' AND n.at < $4
  AND coalesce(line ->> 'item', n.item_id) IS NOT NULL AND line ->> 'endedOn' IS NULL
  AND (n.at >= $3 OR coalesce(line ->> 'item', n.item_id) = ANY($5))
GROUP BY 1, 2
ORDER BY 1, 2
