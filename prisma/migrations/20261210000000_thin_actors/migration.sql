-- Workflows hold no state any more: a decision reads what it needs, at the stream's head.

-- What decides the order of a stream's items, when each next falls due, and by which rules' shape its state was made.
ALTER TABLE item
  ADD COLUMN place integer NOT NULL DEFAULT 0,
  ADD COLUMN next_due bigint,
  ADD COLUMN state_version integer NOT NULL DEFAULT 1,
  -- A due step that could not be recorded: it waits until somebody acts on the item.
  ADD COLUMN parked boolean NOT NULL DEFAULT false;
UPDATE item SET next_due = (state ->> 'nextDue')::bigint WHERE closed_at IS NULL;
UPDATE item SET place = l.seq FROM ledger l
  WHERE l.plan_id = item.plan_id AND l.item_id = item.id AND l.stream = item.stream AND l.type = 'registered';
ALTER TABLE item ALTER COLUMN place DROP DEFAULT, ALTER COLUMN state_version DROP DEFAULT;
-- The open items of a stream; next_due itself is in no index, so that a rung moves no index entry.
CREATE INDEX item_stream ON item (plan_id, stream) WHERE closed_at IS NULL;

-- The version of an event's payload; 1 is not part of its row's hash (docs/ledger-format.md).
ALTER TABLE ledger ADD COLUMN event_version integer NOT NULL DEFAULT 1;

ALTER TABLE stream
  ADD COLUMN calendar integer NOT NULL DEFAULT 0,
  -- Every type of event that its rows have, `type` or `type@version`: a release that lacks one decides nothing there.
  ADD COLUMN event_types text[] NOT NULL DEFAULT '{}',
  -- A due instant of the stream's own that could not be recorded.
  ADD COLUMN parked_due bigint,
  DROP COLUMN acked_seq;
UPDATE stream SET event_types = coalesce((SELECT array_agg(DISTINCT l.type COLLATE "C" ORDER BY l.type COLLATE "C") FROM ledger l
  WHERE l.plan_id = stream.plan_id AND l.stream = stream.name), '{}');
UPDATE stream SET calendar = coalesce((SELECT (CASE l.type WHEN 'orderGiven' THEN l.payload #>> '{order,version}' ELSE l.payload ->> 'calendar' END)::int
  FROM ledger l WHERE l.plan_id = stream.plan_id AND l.stream = stream.name
    AND (l.type IN ('planOpened', 'streamOpened', 'calendarChanged') OR l.type = 'orderGiven' AND l.payload #>> '{order,kind}' = 'adoptCalendar')
  ORDER BY l.seq DESC LIMIT 1), 0);

-- Messages are of several kinds from now on.
UPDATE message SET body = body || '{"kind": "order"}';

-- The code by which a plan's workflows were started: those of before are started anew from the ledger.
ALTER TABLE plan ADD COLUMN workflow_generation integer NOT NULL DEFAULT 1;
ALTER TABLE plan ALTER COLUMN workflow_generation SET DEFAULT 2;
