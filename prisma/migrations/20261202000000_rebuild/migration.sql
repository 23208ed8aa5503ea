-- The ledger alone must be enough to make every derived row again: what was decided with a row beyond its payload (the notices
-- as drafted, the items that a request was refused for). NULL: a row from before this release, whose notices and answers
-- cannot be made again and are kept. The hash covers it where it is not NULL.
ALTER TABLE ledger ADD COLUMN decided jsonb;

-- A stream's row is derived: the ledger must be able to stand, and to be restored, without it.
ALTER TABLE ledger DROP CONSTRAINT ledger_plan_id_stream_fkey;

-- A letter is a source, as what has left the house cannot be derived: so it says which notices it tells, by their places
-- [stream, seq, no]. Those made of alarms stand in no ledger and are kept whole.
ALTER TABLE letter ADD COLUMN notices jsonb NOT NULL DEFAULT '[]';
UPDATE letter SET notices = told.notices FROM (
  SELECT plan_id, letter_id, jsonb_agg(CASE stream
    WHEN 'alarms' THEN jsonb_build_array(stream, seq, no, jsonb_build_object('addressed', addressed_post, 'post', post,
      'fallbackFor', fallback_for, 'at', at, 'facts', facts))
    ELSE jsonb_build_array(stream, seq, no) END ORDER BY stream COLLATE "C", seq, no) AS notices
  FROM notice WHERE letter_id IS NOT NULL GROUP BY plan_id, letter_id) AS told
WHERE letter.plan_id = told.plan_id AND letter.id = told.letter_id;

-- A row that a workflow has recorded and this database does not have: it was restored from an older back-up. NULL: none known.
ALTER TABLE stream ADD COLUMN ahead_seq integer;
