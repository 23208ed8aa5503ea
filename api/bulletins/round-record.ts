/** The records of a round as a request finds them, and the draft that is made of them. */
<<<<<<< HEAD
import { draftRound, type DraftedRound, type Recorded, roundRecords } from "../../prisma/bulletins/draft-round.js";
=======
import { draftBulletinOf, type Drafted } from "../../domain/bulletins/draft.js";
import { type FindingFact, isLateIn, type Records } from "../../domain/bulletins/facts.js";
import { roundRecord } from "../../domain/bulletins/round-record.js";
import { findingFact } from "../../domain/bulletins/finding-facts.js";
import { problemKeys, SAME_AGAIN } from "../../domain/bulletins/problems.js";
import { schemeOf } from "../../domain/inspections/round-state.js";
import { calendarVersion, checklistsOf } from "../../domain/plan/rule-set.js";
import { earlierRounds, findingItems } from "../../prisma/bulletins/bulletin-store.js";
>>>>>>> bulletin
import type { ReadRound } from "../../prisma/ledger/round-reader.js";
import { roundOf } from "../inspections/act.js";
import type { PlanCall } from "../serving/route.js";

export type BulletinCall = Pick<PlanCall<unknown, unknown, unknown>, "plan" | "caller" | "services">;

<<<<<<< HEAD
/** The round as it stands. Throws `unknownRound`. */
export async function readRound({ plan, services }: BulletinCall, round: string): Promise<ReadRound> {
  const read = await services.rounds.read(plan.id, round);
  if (!read)
    throw new ProblemError("unknownRound", {
      zh: `没有编号为“${round}”的检查，可先查看检查列表。`,
      en: `There is no round ${round}: GET …/inspections lists them.`,
    });
  return read;
}

/** What the ledger says of a round today, with the rounds before it. */
export const recordsOf = ({ plan, services }: BulletinCall, read: ReadRound): Promise<Recorded> =>
  roundRecords(services, plan, read);
=======
interface Recorded {
  readonly records: Records;
  /** Keys of the problems of the rounds before, the last first. */
  readonly earlier: readonly ReadonlySet<string>[];
}

/** What the ledger says of a round today, with the rounds before it. */
export async function recordsOf(call: BulletinCall, { state, ruleSet }: ReadRound): Promise<Recorded> {
  const { plan, services } = call;
  const names = await earlierRounds(services.pool, plan.id, state.round, SAME_AGAIN - 1);
  const [items, ...before] = await Promise.all([
    findingItems(services.pool, plan.id),
    ...names.map((name) => roundOf(call, name)),
  ]);
  const text = plan.bundle.plan;
  const current = roundRecord(state, ruleSet, text);
  const earlier = before.map((one) => roundRecord(one.state, one.ruleSet, text));
  const isLate = isLateIn([current, ...earlier]);
  const findings = items.flatMap((item): FindingFact[] => {
    const fact = findingFact(item, plan.today, ruleSet, isLate);
    return fact ? [fact] : [];
  });
  return { records: { current, previous: earlier[0] ?? null, findings }, earlier: earlier.map(problemKeys) };
}
>>>>>>> bulletin

/** A draft of what the ledger says today. */
export const draftOf = ({ plan, services }: BulletinCall, read: ReadRound): Promise<DraftedRound> =>
  draftRound(services, plan, read);
