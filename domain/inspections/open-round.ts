/** The opening of a round: its first row, with the scheme drafted from what stands in the tables at that instant. */
import type { NewRow } from "../ledger/record.js";
import type { PlanBundle } from "../plan/bundle.js";
import { calendarOf } from "../plan/calendar.js";
import { draftScheme, type RoundFacts, seedOf, type SpecialRound } from "./scheme.js";
import { roundOf } from "./round-name.js";

/** Throws where the plan's documents say nothing of inspections: such a round is never announced. */
export function openingRow(stream: string, bundle: PlanBundle, facts: RoundFacts, at: number): NewRow<"roundOpened"> {
  const { policy, calendar, checklists } = bundle;
  const { inspections } = policy;
  if (!inspections || !checklists) throw new Error(`${stream}: the plan's documents say nothing of inspections`);
  const round = roundOf(stream);
  const { info } = facts;
  const special: SpecialRound | null =
    info?.special === true ? { from: info.from, to: info.to, villages: info.villages ?? [] } : null;
  const seed = seedOf(facts.heads);
  const drafting = { bundle, checklists, policy: inspections, calendar: calendarOf(calendar), facts, seed: seed.seed };
  const { scheme } = draftScheme(round, special, drafting);
  return {
    type: "roundOpened",
    at,
    cause: "open",
    causeNo: 0,
    payload: {
      round,
      special: special !== null,
      ...(info?.reason === undefined ? {} : { reason: info.reason }),
      scheme,
      seed,
      policy: policy.version,
      calendar: calendar.version,
      streams: facts.taskStreams,
    },
  };
}
