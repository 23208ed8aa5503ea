-- Adds or replaces items of one stream. An item's place is given once, when it is registered; whatever is written of it lets a parked
-- step be tried again.
INSERT INTO item (
  plan_id, id, stream, task, milestone, target, scope, village, township, primary_unit, status, deadline, original_deadline,
  deadline_version, suspended, ladder_exhausted, opened_at, closed_at, place, next_due, state_version, parked, state
)
SELECT
  $1, s.id, $2, s.task, s.milestone, s.target, s.scope, s.village, s.township, s."primaryUnit", s.status, s.deadline,
  s."originalDeadline", s."deadlineVersion", i.suspended, i."ladderExhausted", s."registeredAt", s."closedAt", i.place,
  s."nextDue", i.version, false, i.state
FROM
  jsonb_to_recordset($3::jsonb) AS i (suspended boolean, "ladderExhausted" boolean, place int, version int, state jsonb),
  jsonb_to_record(i.state) AS s (
    id text, task int, milestone text, target text, scope text, village text, township text, "primaryUnit" text, status text,
    deadline date, "originalDeadline" date, "deadlineVersion" int, "registeredAt" bigint, "closedAt" bigint, "nextDue" bigint
  )
ON CONFLICT (plan_id, id) DO UPDATE SET
  primary_unit = excluded.primary_unit,
  status = excluded.status,
  deadline = excluded.deadline,
  deadline_version = excluded.deadline_version,
  suspended = excluded.suspended,
  ladder_exhausted = excluded.ladder_exhausted,
  closed_at = excluded.closed_at,
  next_due = excluded.next_due,
  state_version = excluded.state_version,
  parked = false,
  state = excluded.state
