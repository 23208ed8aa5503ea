-- Notices that close by an instant, by the letter that they share. The letter keeps the places of those it tells; one made of an
-- alarm, which no ledger has, is kept whole; it is never numbered, although it may name the number of a letter that failed.
SELECT group_key, min(close_at) AS close_at, min(instrument) AS instrument, min(delivery) AS delivery,
  CASE WHEN min(delivery) = 'draft' THEN NULL ELSE min(person) END AS person,
  coalesce(min(addressed_post COLLATE "C") FILTER (WHERE role = 'to'), min(addressed_post COLLATE "C")) AS post,
  -- An alarm's fact is the number of the letter that it is about, not its own; a draft has none yet.
  max(facts ->> 'documentNo') FILTER (WHERE stream <> $3 AND delivery = 'immediate') AS document_no,
  bool_or(role = 'to') AS addressed,
  jsonb_agg(
    CASE stream
      WHEN $3 THEN jsonb_build_array(stream, seq, no, jsonb_build_object('addressed', addressed_post, 'post', post,
        'fallbackFor', fallback_for, 'substituteFor', substitute_for, 'at', at, 'facts', facts))
      ELSE jsonb_build_array(stream, seq, no)
    END ORDER BY stream COLLATE "C", seq, no) AS notices
FROM open_notices($1)
WHERE close_at <= $2
GROUP BY group_key
