-- Also what was escalated and not yet acknowledged, and talks that wait to be decided.
DROP INDEX item_asked;
CREATE INDEX item_asked ON item (plan_id) WHERE closed_at IS NULL
  AND (state -> 'instructions' <> '[]' OR state -> 'drafts' <> '[]' OR state -> 'extension' <> 'null'
    OR state #> '{deadlineRun,repeat}' <> 'null' OR state ? 'talk');

-- Substitutions are few among a plan's own rows, and every request on the plan asks who acts for whom.
CREATE INDEX ledger_delegation ON ledger (plan_id, seq) WHERE stream = 'plan' AND type = 'orderGiven'
  AND payload #>> '{order,kind}' IN ('delegate', 'endDelegation');
-- 包抓 log.
CREATE INDEX ledger_visit ON ledger (plan_id, seq) WHERE stream = 'plan' AND type = 'orderGiven'
  AND payload #>> '{order,kind}' = 'logVisit';
