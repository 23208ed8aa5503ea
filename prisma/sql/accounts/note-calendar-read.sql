-- Notes that a calendar was read as what the tag $2 names, and answers since when that is what it says: another second for every
-- other answer, so that to the second of Last-Modified no two are the same.
UPDATE calendar_feed
SET
  last_used_at = now(),
  tag = $2,
  changed_at = CASE
    WHEN tag = $2 THEN changed_at
    ELSE greatest(date_trunc('second', now()), changed_at + interval '1 second')
  END
WHERE id = $1
RETURNING changed_at AS "changedAt"
