-- Adds or replaces items of one stream. An item's place is given once, when it is registered; whatever is written of it lets a parked
-- step be tried again.
INSERT INTO item AS kept (
  plan_id, id, stream, task, milestone, target, scope, village, township, primary_unit, status, deadline, original_deadline,
  deadline_version, suspended, ladder_exhausted, asked, opened_at, closed_at, place, next_due, beyond_calendar, state_version, parked,
  state, climbs, told
)
SELECT
  $1, i.id, $2, s.task, s.milestone, s.target, s.scope, s.village, s.township, s."primaryUnit", s.status, s.deadline,
  s."originalDeadline", s."deadlineVersion", i.suspended, i."ladderExhausted", i.asked, s."registeredAt", s."closedAt", i.place,
  i."nextDue", i."beyondCalendar", i.version, false, i.state, i.climbs,
  ARRAY(SELECT DISTINCT way COLLATE "C" FROM unnest(i.told) AS way ORDER BY way COLLATE "C")
FROM
  jsonb_to_recordset($3::jsonb) AS i (
    id text, suspended boolean, "ladderExhausted" boolean, asked boolean, place int, "nextDue" bigint, "beyondCalendar" int,
    version int, state jsonb, climbs jsonb, told text[]
  ),
  jsonb_to_record(i.state) AS s (
    task int, milestone text, target text, scope text, village text, township text, "primaryUnit" text, status text,
    deadline date, "originalDeadline" date, "deadlineVersion" int, "registeredAt" bigint, "closedAt" bigint
  )
ON CONFLICT (plan_id, id) DO UPDATE SET
  primary_unit = excluded.primary_unit,
  status = excluded.status,
  deadline = excluded.deadline,
  deadline_version = excluded.deadline_version,
  suspended = excluded.suspended,
  ladder_exhausted = excluded.ladder_exhausted,
  asked = excluded.asked,
  closed_at = excluded.closed_at,
  next_due = excluded.next_due,
  beyond_calendar = excluded.beyond_calendar,
  state_version = excluded.state_version,
  parked = false,
  state = excluded.state,
  climbs = excluded.climbs,
  told = CASE
    WHEN excluded.told <@ kept.told THEN kept.told
    ELSE ARRAY(SELECT DISTINCT way COLLATE "C" FROM unnest(kept.told || excluded.told) AS way ORDER BY way COLLATE "C")
  END
