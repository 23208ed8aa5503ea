-- What letters hold: whether all that they tell has one of the facts that make another form of an instrument (domain/letters/forms.ts),
-- or any of it gives a year's package,
-- and how much: notices, and items they speak of, each once, lines of a 久拖未决清单 included (lists of one letter that
-- name the same item tell of it once), and the posts it is received in.
SELECT t.letter_id AS letter, count(DISTINCT (n.stream, n.seq, n.no))::int AS notices,
  count(DISTINCT coalesce(n.item_id, line ->> 'item'))::int AS items,
  bool_or(coalesce(jsonb_typeof(n.facts -> 'package') = 'number' AND n.facts -> 'paired' IS NULL, false)) AS package,
  bool_or(coalesce(jsonb_typeof(n.facts -> 'package') = 'number' AND n.facts -> 'paired' IS NOT NULL, false)) AS "pairedPackage",
  bool_and(coalesce(n.facts ->> 'resumed' = 'true', false)) AS resumed,
  bool_and(coalesce(n.facts ->> 'reopened' = 'true', false)) AS reopened,
  bool_and(coalesce(n.facts ->> 'newHolder' = 'true', false)) AS "newHolder",
  bool_and(coalesce(n.facts ->> 'cancelled' = 'true', false)) AS cancelled,
  bool_and(coalesce(n.facts ->> 'closing' = 'true', false)) AS closing,
  bool_and(coalesce(jsonb_typeof(n.facts -> 'proposedGrant') = 'boolean', false)) AS "proposedGrant",
  bool_and(coalesce(n.facts ->> 'ladder' = 'extension', false)) AS decides,
  bool_and(coalesce(jsonb_typeof(n.facts -> 'month') = 'string', false)) AS month,
  array_agg(DISTINCT n.post) AS posts
FROM letter_notice_batch t JOIN notice n USING (plan_id, stream, append, batch)
  LEFT JOIN LATERAL jsonb_array_elements(n.list) AS line ON true
WHERE t.plan_id = $1 AND t.letter_id = ANY($2)
GROUP BY 1
