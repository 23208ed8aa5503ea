-- One outbox: every letter that is sent has a delivery for each channel, and mail is one of them. Those that went by mail alone had
-- none: how their mail stood was in their own row. A letter that was handed over (at the very moment at which it counts as sent) was
-- taken by no server: its mail, where it was tried, had failed.
INSERT INTO letter_delivery (plan_id, letter_id, channel, place, state, attempts, lease, last_error, queued_at, due_at, sent_at)
SELECT l.plan_id, l.id, 'mail', 0,
  CASE
    WHEN l.state IN ('queued', 'sending') THEN l.state::text::delivery_state
    WHEN l.state = 'sent' AND h.letter_id IS NULL THEN 'sent'
    ELSE 'failed'
  END,
  l.attempts, l.lease, l.last_error, l.queued_at, l.due_at, CASE WHEN h.letter_id IS NULL THEN l.sent_at END
FROM letter l LEFT JOIN hand_delivery h ON h.plan_id = l.plan_id AND h.letter_id = l.id AND h.entered_at = l.sent_at
WHERE NOT l.by_channels AND l.state IN ('queued', 'sending', 'sent', 'failed', 'returned') AND (l.attempts > 0 OR h.letter_id IS NULL);

-- Which letter is being sent, its deliveries say.
DROP INDEX "letter_draft";
DROP INDEX "letter_waiting";
DROP CAST (text AS "letter_state");
ALTER TYPE "letter_state" RENAME TO "letter_state_before";
CREATE TYPE "letter_state" AS ENUM ('draft', 'queued', 'sent', 'failed', 'manual', 'superseded', 'returned');
ALTER TABLE "letter"
  DROP COLUMN "attempts",
  DROP COLUMN "lease",
  DROP COLUMN "due_at",
  DROP COLUMN "by_channels",
  ALTER COLUMN "state" TYPE "letter_state"
    USING (CASE state WHEN 'sending' THEN 'queued' ELSE state::text END)::"letter_state";
DROP TYPE "letter_state_before";
CREATE CAST (text AS "letter_state") WITH INOUT AS ASSIGNMENT;
CREATE INDEX "letter_draft" ON "letter"("plan_id") WHERE (state = 'draft'::letter_state);
