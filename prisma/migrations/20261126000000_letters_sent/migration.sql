-- When a letter may be taken for sending: at once, after a back-off, or, while it is `sending`, once its sender has not
-- been heard of for so long that it must be dead.
ALTER TABLE letter ADD COLUMN due_at timestamptz NOT NULL DEFAULT now();
DROP INDEX letter_waiting;
CREATE INDEX letter_waiting ON letter (plan_id, closed_at, id) WHERE state IN ('queued', 'sending');
CREATE INDEX letter_draft ON letter (plan_id) WHERE state = 'draft';

-- The office has been told of an alarm by letter: occurrences before this plan instant are not told again.
ALTER TABLE alarm ADD COLUMN quiet_until bigint;

-- Closing makes the letter in the same transaction as it assigns the notices: the key only cost a look-up for each of them.
ALTER TABLE notice DROP CONSTRAINT notice_plan_id_letter_id_fkey;
