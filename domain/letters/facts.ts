/**
 * Facts of a notice: what was known when it happened, as the ledger holds it. The rules write them (domain/items/item-facts.ts and the
 * decide files), letters read them. This is the one list of those that a letter's words depend on; ledgers of earlier releases
 * have fewer, so each may be missing, and a letter reads well without it.
 */
import type { PlanDate } from "../plan/plan.js";

export type Facts = Readonly<Record<string, string | number | boolean | null>>;

interface FactTypes {
  readonly text: string;
  readonly day: PlanDate;
  readonly number: number;
  readonly flag: boolean;
}

const FACTS = {
  /** The day by which the recipient is asked to act: the very one that the rules compute with. Never before the letter's day. */
  replyBy: "day",

  // Of a bulletin or a report: the round or the month, the version by the SHA-256 of its content, the day of its signature.
  round: "text",
  month: "text",
  version: "text",
  signedOn: "day",

  // From the unit's last 书面答复 or report.
  cause: "text",
  causeOn: "day",
  measures: "text",
  promised: "day",
  responsible: "text",
  /** "none" | "waiting" | "accepted" | "returned": how the unit's 书面答复 stands. */
  answered: "text",
  answerReturnedReason: "text",

  /** The unit's own last progress, answer or report, in its words, and its day; `progress` in percent. */
  lastWords: "text",
  lastWordsOn: "day",
  /** That last report of completion was sent back since: when, and why. */
  lastReturnedOn: "day",
  lastReturnedReason: "text",
  progress: "number",

  // Of a 呈阅件 that the office's director held: since when, for how many working days, why.
  heldFrom: "day",
  heldDays: "number",
  heldReason: "text",

  /** The last signed 督办函: its number, its day, the day on which it reached the unit. */
  supervisedNo: "text",
  supervisedOn: "day",
  deliveredOn: "day",

  // Of a 批示. `text`: the same as `instructionText` in older ledgers, save where `again` is true: then why it was sent back.
  instructionText: "text",
  instructionOn: "day",
  instructionReplyBy: "day",
  instructorPost: "text",
  instructedUnit: "text",
  /** How it stands: see `InstructionStanding`. */
  instructionStanding: "text",
  again: "flag",
  returnReason: "text",
  text: "text",

  // Of an application for an extension, another deadline, another unit. `from`, `to`: days, or units by name.
  from: "text",
  to: "text",
  late: "flag",
  reason: "text",
  proposedGrant: "flag",
  /** What the office says to its proposal. */
  proposal: "text",
  /** The paired seats' opinions, in words. */
  opinions: "text",
  appliedOn: "day",
  grant: "flag",

  /** The day on which the unit reported completion. */
  reportedOn: "day",
  /** Of a 暂缓: from, until, who approved it. */
  since: "day",
  until: "day",
  approver: "text",
  /** The day of a talk. */
  on: "day",
  subDeadline: "day",
  // Of a year's package: its year, the day of its 交办, whether it is the list of paired villages alone, and its items unsigned for.
  package: "number",
  packageOn: "day",
  paired: "flag",
  unsigned: "number",

  // Of a 久拖未决清单: on the agenda list since when; when an item on it has ended; how many items were submitted to its leader since
  // the last list, and how many of those that have ended had been submitted before.
  agendaOn: "day",
  endedOn: "day",
  submitted: "number",
  earlier: "number",
  /** Of what is late in a round of inspections: the whole sentence, in both languages, as it was recorded. */
  zh: "text",
  en: "text",
  /** The ladder that presses: `promise` for the date that the unit promised, `extension` for a decision. */
  ladder: "text",
} as const satisfies Readonly<Record<string, keyof FactTypes>>;

export type FactName = keyof typeof FACTS;

/** Facts by their types; what is missing, empty or of another type is left out. */
export type KnownFacts = { readonly [F in FactName]?: FactTypes[(typeof FACTS)[F]] };

const DAY = /^\d{4}-\d{2}-\d{2}$/u;

const HOLDS: Readonly<Record<keyof FactTypes, (value: unknown) => boolean>> = {
  text: (value) => typeof value === "string" && value.trim() !== "",
  day: (value) => typeof value === "string" && DAY.test(value),
  number: (value) => typeof value === "number" && Number.isFinite(value),
  flag: (value) => typeof value === "boolean",
};

const HELD = new Map<string, (value: unknown) => boolean>(
  Object.entries(FACTS).map(([name, type]) => [name, HOLDS[type]]),
);

/** A sentence about many items asks for one fact after the other of each. */
const known = new WeakMap<Facts, KnownFacts>();

/** What is known of a notice, each fact of the type that it is said to have. */
export function knownFacts(facts: Facts): KnownFacts {
  let found = known.get(facts);
  if (found === undefined) {
    const held: Record<string, unknown> = {};
    // A notice has a dozen of them, the list three times as many.
    for (const name of Object.keys(facts)) if (HELD.get(name)?.(facts[name])) held[name] = facts[name];
    found = held as KnownFacts;
    known.set(facts, found);
  }
  return found;
}
