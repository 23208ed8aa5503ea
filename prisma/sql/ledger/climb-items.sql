-- What steps of time change of items: their state stays where it is, no index entry moves, and the new version of the row finds room
-- on its own page. Of the climbs only those that changed are given.
UPDATE item
SET
  ladder_exhausted = c."ladderExhausted",
  asked = c.asked,
  next_due = c."nextDue",
  beyond_calendar = c."beyondCalendar",
  parked = false,
  climbs = item.climbs || c.climbs,
  told = CASE
    WHEN c.told <@ item.told THEN item.told
    ELSE ARRAY(SELECT DISTINCT way COLLATE "C" FROM unnest(item.told || c.told) AS way ORDER BY way COLLATE "C")
  END
FROM jsonb_to_recordset($3::jsonb) AS c (
  id text, "ladderExhausted" boolean, asked boolean, "nextDue" bigint, "beyondCalendar" int, climbs jsonb, told text[]
)
WHERE item.plan_id = $1 AND item.id = c.id AND item.stream = $2
