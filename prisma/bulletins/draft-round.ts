/** The records of a round as they stand in the ledger, and the draft of a bulletin that is made of them. */
import { draftBulletinOf, type Drafted } from "../../domain/bulletins/draft.js";
import { type FindingFact, isLateIn, type Records } from "../../domain/bulletins/facts.js";
import { findingFact } from "../../domain/bulletins/finding-facts.js";
import { roundRecord } from "../../domain/bulletins/round-record.js";
import { problemKeys, SAME_AGAIN } from "../../domain/bulletins/problems.js";
import { schemeOf } from "../../domain/inspections/round-state.js";
import type { RoundState } from "../../domain/inspections/round-types.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import { calendarVersion, checklistsOf, type RuleSet } from "../../domain/plan/rule-set.js";
import type { Head } from "../../domain/streams/advance.js";
import type { Pool } from "../database/pool.js";
import { earlierRounds, findingItems } from "./bulletin-store.js";

/** A round as its ledger leaves it, where its stream ended when it was read, and what it is decided by. */
export interface RoundAsRead {
  readonly state: RoundState;
  readonly head: Head;
  readonly ruleSet: RuleSet;
}

/** Where rounds are read. */
export interface RoundSources {
  readonly pool: Pool;
  readonly rounds: { read(planId: string, round: string): Promise<RoundAsRead | null> };
}

/** The plan that a round is of; `today` is its day in plan time. */
export interface PlanOfRound {
  readonly id: string;
  readonly bundle: PlanBundle;
  readonly today: PlanDate;
}

export interface Recorded {
  readonly records: Records;
  /** Keys of the problems of the rounds before, the last first. */
  readonly earlier: readonly ReadonlySet<string>[];
}

/** What the ledger says of a round today, with the rounds before it. */
export async function roundRecords(
  { pool, rounds }: RoundSources,
  plan: PlanOfRound,
  { state, ruleSet }: RoundAsRead,
): Promise<Recorded> {
  const names = await earlierRounds(pool, plan.id, state.round, SAME_AGAIN - 1);
  const [items, ...before] = await Promise.all([
    findingItems(pool, plan.id),
    ...names.map((name) => rounds.read(plan.id, name)),
  ]);
  const text = plan.bundle.plan;
  const current = roundRecord(state, ruleSet, text);
  const earlier = before.flatMap((one) => (one ? [roundRecord(one.state, one.ruleSet, text)] : []));
  const isLate = isLateIn([current, ...earlier]);
  const findings = items.flatMap((item): FindingFact[] => {
    const fact = findingFact(item, plan.today, ruleSet, isLate);
    return fact ? [fact] : [];
  });
  return { records: { current, previous: earlier[0] ?? null, findings }, earlier: earlier.map(problemKeys) };
}

export type DraftedRound = Drafted & { readonly records: Records };

/** A draft of what the ledger says today. */
export async function draftRound(sources: RoundSources, plan: PlanOfRound, read: RoundAsRead): Promise<DraftedRound> {
  const { state, ruleSet, head } = read;
  const { records, earlier } = await roundRecords(sources, plan, read);
  const scheme = schemeOf(state);
  const drafted = draftBulletinOf({
    // A rehearsal is one of many by the same plan, which its bulletins are of: the same story is the same text.
    planId: plan.bundle.plan.id,
    records,
    bundle: plan.bundle,
    checklists: checklistsOf(ruleSet, scheme.checklist),
    calendar: calendarVersion(ruleSet, state.calendar),
    scheme,
    asOf: { day: plan.today, seq: head.seq, hash: head.hash },
    earlier,
    systemicDecided: state.systemic,
  });
  return { ...drafted, records };
}
