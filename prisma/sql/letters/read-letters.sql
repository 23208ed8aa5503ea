-- Letters in the order of their ids; ids that are not there are left out.
SELECT l.id, l.message_id, l.instrument, l.delivery, l.plan_day, l.closed_at, l.supplement, l.document_no, l.person
FROM unnest($2::text[]) WITH ORDINALITY AS wanted (id, place)
  JOIN letter l ON l.plan_id = $1 AND l.id = wanted.id
ORDER BY wanted.place
