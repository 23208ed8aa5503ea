-- The items that a decision concerns, in the parts in which they are stored (to put them together here would take twice as long): those named ($3), every open one ($4), those whose step is due by an instant ($5, $6), of these
-- perhaps only some ($7).
SELECT id, state, climbs, next_due AS "nextDue", beyond_calendar AS "beyondCalendar", state_version AS version
FROM item
WHERE
  plan_id = $1 AND stream = $2
  AND (
    id = ANY($3)
    OR (closed_at IS NULL AND ($4 OR ($5 AND next_due <= $6 AND NOT parked AND ($7::text[] IS NULL OR id = ANY($7)))))
  )
ORDER BY place
