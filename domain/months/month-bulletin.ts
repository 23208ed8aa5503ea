/** The month's bulletin (月度调度通报) on its way: drafted and edited, approved, signed by somebody else, sent. As a round's, without replies. */
import { NOTHING_STORED, isRoundRefusal, type RoundDecision } from "../inspections/acts.js";
import * as of from "../inspections/decide-bulletin.js";
import type { MonthActOf, MonthAt, MonthDecision, MonthStep } from "./acts.js";
import { refuseMonth as refuse } from "./acts.js";
import { policyOf, type RuleSet } from "../plan/rule-set.js";
import type { MonthState } from "./month-state.js";
import { sentWords } from "./words.js";

const asBulletined = ({ stream, status, bulletin, month }: MonthState): of.Bulletined => ({
  stream,
  status,
  bulletin,
  round: month,
});
const atOf = ({ now, ruleSet, actor }: MonthAt) => ({ now, ruleSet, actor, facts: NOTHING_STORED });

/** What is refused of rounds alone: nobody is asked to reply to a month's bulletin. */
const OF_ROUNDS: ReadonlySet<string> = new Set(["locked", "closing", "repliesAwaited", "repliesUnanswered"]);

/** A round's steps are a month's too; what they refuse is refused here for the same. */
function asMonths(decision: RoundDecision): MonthDecision {
  if (!isRoundRefusal(decision)) return decision as readonly MonthStep[];
  const { code, reason } = decision;
  return refuse(OF_ROUNDS.has(code) ? "illegalStep" : (code as Parameters<typeof refuse>[0]), reason);
}

export const draftBulletin = (state: MonthState, act: MonthActOf<"draftBulletin">, at: MonthAt): MonthDecision =>
  asMonths(of.draftBulletin(asBulletined(state), act, atOf(at)));

export const approveBulletin = (state: MonthState, act: MonthActOf<"approveBulletin">, at: MonthAt): MonthDecision =>
  asMonths(of.approveBulletin(asBulletined(state), act, atOf(at)));

/** Whoever drafted it or edited it last does not sign it, unless the policy says that the office is one person. */
export const signBulletin = (state: MonthState, act: MonthActOf<"signBulletin">, at: MonthAt): MonthDecision =>
  asMonths(of.signedBy(asBulletined(state), act, atOf(at), signsAlone(state, at.ruleSet)));

const signsAlone = ({ policy }: Pick<MonthState, "policy">, ruleSet: RuleSet): boolean =>
  policyOf(ruleSet, policy).inspections?.signAlone === true;

/** As a round's goes out: under its number and with its document, to units and above. It has no report beside it. */
export const sendBulletin = (state: MonthState, act: MonthActOf<"sendBulletin">, at: MonthAt): MonthDecision =>
  asMonths(of.sentAs(asBulletined(state), act, atOf(at), subjectOf(state)));

const subjectOf = ({ month }: Pick<MonthState, "month">): of.BulletinSubject => ({
  facts: { month },
  sent: (no) => sentWords(month, no),
});
