-- What time changes of an item stands in columns of its own: a rung rewrites neither its state nor an index entry, and its new
-- version finds room on its own page (decision 0120).
ALTER TABLE item
  -- Of the state: the runs of its main ladders and the drafts on them.
  ADD COLUMN climbs jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN beyond_calendar integer,
  ADD COLUMN asked boolean NOT NULL DEFAULT false,
  -- Who was told of it: each way of telling once, sorted.
  ADD COLUMN told text[] NOT NULL DEFAULT '{}';
UPDATE item SET
  climbs = jsonb_build_object('deadlineRun', state -> 'deadlineRun', 'signForRun', state -> 'signForRun',
    'verificationRun', state -> 'verificationRun', 'drafts', state -> 'drafts'),
  beyond_calendar = (state ->> 'beyondCalendar')::int,
  asked = coalesce(state -> 'instructions' <> '[]' OR state -> 'drafts' <> '[]' OR state -> 'extension' <> 'null'
    OR state -> 'supervision' <> 'null' OR state #> '{deadlineRun,repeat}' <> 'null' OR state ? 'talk', false),
  state = state - '{deadlineRun,signForRun,verificationRun,drafts,nextDue,beyondCalendar}'::text[];
-- As domain/people/told.ts writes it: who, in which role and post, by what; whether instead of a vacant post or of an absent
-- holder; and on which rung. What tells of no trouble counts only where it was addressed to somebody on a rung.
UPDATE item SET told = ways.told
FROM (
  SELECT plan_id, item_id, array_agg(DISTINCT way COLLATE "C" ORDER BY way COLLATE "C") AS told
  FROM (
    SELECT plan_id, item_id, concat(role, E'\t', person, E'\t', addressed_post, E'\t', instrument, E'\t', fallback_for, E'\t',
      substitute_for, E'\t', ladder, E'\t', rung, E'\t', deadline_version) AS way
    FROM notice
    WHERE item_id IS NOT NULL AND person IS NOT NULL AND delivery <> 'draft'
      AND (instrument IN ('urge', 'supervise', 'escalate', 'summonsTalk') OR role = 'to' AND rung IS NOT NULL)
  ) AS told
  GROUP BY plan_id, item_id
) AS ways
WHERE item.plan_id = ways.plan_id AND item.id = ways.item_id;
ALTER TABLE item ALTER COLUMN climbs DROP DEFAULT, ALTER COLUMN asked DROP DEFAULT;
DROP INDEX item_asked;
ALTER TABLE item SET (fillfactor = 50);

-- An item's state as the rules know it.
CREATE FUNCTION item_state(item) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT $1.state || $1.climbs || jsonb_build_object('nextDue', $1.next_due, 'beyondCalendar', $1.beyond_calendar)
$$;
