-- Of each item what a head confirmed of it last, up to an instant and to a row of each month's stream: rows up to a position never change.
SELECT w.item, c.month, c.confirmed_at AS at, c.answer
FROM unnest($2::text[]) AS w (item)
CROSS JOIN LATERAL (
  SELECT p.month, p.confirmed_at, p.answer
  FROM progress_confirmed p
  JOIN unnest($4::text[], $5::int[]) AS h (month, up_to) ON h.month = p.month AND p.seq <= h.up_to
  WHERE p.plan_id = $1 AND p.key = w.item AND p.confirmed_at <= $3
  ORDER BY p.confirmed_at DESC, p.month DESC, p.version DESC
  LIMIT 1
) AS c
