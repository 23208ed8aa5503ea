-- Notices that close by an instant, by the letter that they share: their batches, and the places of the notices, which the letter
-- keeps. One made of an alarm, which no ledger has, is kept whole; it is never numbered, although it may name the number of a letter that
-- failed.
SELECT n.group_key, min(n.close_at) AS close_at, min(n.instrument) AS instrument, min(n.delivery) AS delivery,
  CASE WHEN min(n.delivery) = 'draft' THEN NULL ELSE min(n.person) END AS person,
  coalesce(min(n.addressed_post COLLATE "C") FILTER (WHERE n.role = 'to'), min(n.addressed_post COLLATE "C")) AS post,
  -- An alarm's fact is the number of the letter that it is about, not its own; a draft has none yet.
  max(coalesce(n.facts, (
    SELECT l.decided -> 'notices' -> told.draft::int -> 'facts'
    FROM ledger l
    WHERE l.plan_id = $1 AND l.stream = n.stream AND l.seq BETWEEN told.seq AND told.seq
    ORDER BY l.seq
    LIMIT 1
  )) ->> 'documentNo') FILTER (WHERE n.stream <> $3 AND n.delivery = 'immediate') AS document_no,
  bool_or(n.role = 'to') AS addressed,
  jsonb_agg(jsonb_build_array(n.stream, n.append, n.batch)) FILTER (WHERE told.place = 1) AS batches,
  jsonb_agg(
    CASE n.stream
      WHEN $3 THEN jsonb_build_array(n.stream, told.seq, told.no, jsonb_build_object('addressed', n.addressed_post, 'post', n.post,
        'fallbackFor', n.fallback_for, 'substituteFor', n.substitute_for, 'at', n.at, 'facts', n.facts))
      ELSE jsonb_build_array(n.stream, told.seq, told.no)
    END ORDER BY n.stream COLLATE "C", told.seq, told.no) AS notices
FROM open_notices($1) n
  CROSS JOIN LATERAL unnest(n.rows, n.nos, n.drafts) WITH ORDINALITY AS told (seq, no, draft, place)
WHERE n.close_at <= $2
GROUP BY n.group_key
