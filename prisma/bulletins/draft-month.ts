/** The draft of a month's bulletin, of what its ledger says once its figures are fixed. */
import type { BulletinContent } from "../../domain/bulletins/content.js";
import { draftMonthBulletin } from "../../domain/bulletins/month-draft.js";
import { type MonthRecords, monthRecords } from "../../domain/bulletins/month-records.js";
import type { MonthState } from "../../domain/months/month-state.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import { policyOf, type RuleSet } from "../../domain/plan/rule-set.js";
import type { Head } from "../../domain/streams/advance.js";

/** A month as its ledger leaves it, where its stream ended when it was read, and what it is decided by. */
export interface MonthAsRead {
  readonly state: MonthState;
  readonly head: Head;
  readonly ruleSet: RuleSet;
}

export interface DraftedMonth {
  readonly content: BulletinContent;
  readonly records: MonthRecords;
}

/** Of a policy that says nothing of it: so many months running with the same words are marked. */
const COPIED_AFTER = 3;

/** `day`: that of the draft. Null: the month has not closed. */
export function draftMonth(
  { state, head, ruleSet }: MonthAsRead,
  bundle: PlanBundle,
  day: PlanDate,
): DraftedMonth | null {
  const records = monthRecords(state, policyOf(ruleSet, state.policy).months?.copiedAfter ?? COPIED_AFTER);
  if (!records) return null;
  const asOf = { day, seq: head.seq, hash: head.hash };
  return { content: draftMonthBulletin({ bundle, records, asOf }), records };
}
