-- Closed sets become types, so that what is none of them is refused by the type, and the client knows them.
CREATE TYPE "plan_mode" AS ENUM ('live', 'rehearsal');
CREATE TYPE "letter_kind" AS ENUM ('batched', 'immediate', 'draft');
CREATE TYPE "letter_state" AS ENUM ('draft', 'queued', 'sending', 'sent', 'failed', 'manual', 'superseded');
CREATE TYPE "channel" AS ENUM ('mail', 'wecom', 'dingtalk', 'feishu', 'webhook', 'sms');
CREATE TYPE "delivery_state" AS ENUM ('queued', 'sending', 'sent', 'failed');

-- Workers of the release before, which go on while they are replaced, write these columns as text.
CREATE CAST (text AS "letter_kind") WITH INOUT AS ASSIGNMENT;
CREATE CAST (text AS "letter_state") WITH INOUT AS ASSIGNMENT;
CREATE CAST (text AS "channel") WITH INOUT AS ASSIGNMENT;
CREATE CAST (text AS "delivery_state") WITH INOUT AS ASSIGNMENT;

DROP INDEX "letter_draft";
DROP INDEX "letter_waiting";
DROP INDEX "letter_delivery_waiting";

ALTER TABLE "plan" DROP CONSTRAINT "plan_mode_check",
  ALTER COLUMN "mode" TYPE "plan_mode" USING "mode"::"plan_mode";

-- The number of a letter's last claim: whatever a sender marks under an older one is refused.
ALTER TABLE "letter" DROP CONSTRAINT "letter_delivery_check", DROP CONSTRAINT "letter_state_check",
  ADD COLUMN "lease" INTEGER NOT NULL DEFAULT 0,
  ALTER COLUMN "delivery" TYPE "letter_kind" USING "delivery"::"letter_kind",
  ALTER COLUMN "state" TYPE "letter_state" USING "state"::"letter_state";

ALTER TABLE "letter_delivery" DROP CONSTRAINT "letter_delivery_channel_check", DROP CONSTRAINT "letter_delivery_state_check",
  ADD COLUMN "lease" INTEGER NOT NULL DEFAULT 0,
  ALTER COLUMN "channel" TYPE "channel" USING "channel"::"channel",
  ALTER COLUMN "state" TYPE "delivery_state" USING "state"::"delivery_state";

CREATE INDEX "letter_waiting" ON "letter"("plan_id", "closed_at", "id") WHERE (state = ANY (ARRAY['queued'::letter_state, 'sending'::letter_state]));
CREATE INDEX "letter_draft" ON "letter"("plan_id") WHERE (state = 'draft'::letter_state);
CREATE INDEX "letter_delivery_waiting" ON "letter_delivery"("plan_id", "channel", "due_at") WHERE (state = ANY (ARRAY['queued'::delivery_state, 'sending'::delivery_state]));
