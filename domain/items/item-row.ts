/** An item as it is stored beside the ledger: its state, and what its columns need of the rules. */
import type { RuleSet } from "../plan/rule-set.js";
import { contextFor } from "../ladder/subject.js";
import { ladderExhausted } from "./due.js";
import { isSuspended, type ItemState } from "./work-item.js";

/** An item as it stands after a batch. Its columns for screens and reports are read from the state where it is stored. */
export interface ItemRow {
  readonly suspended: boolean;
  /** True once no rung of the deadline's ladder is left: the item belongs on the 久拖未决清单. */
  readonly ladderExhausted: boolean;
  /** Somebody was instructed, escalated to or applied to, an instrument waits to be signed or answered, or a talk to be decided. */
  readonly asked: boolean;
  readonly state: ItemState;
}

const isAsked = ({ instructions, drafts, extension, supervision, deadlineRun, talk }: ItemState): boolean =>
  instructions.length > 0 ||
  drafts.length > 0 ||
  extension !== null ||
  supervision !== null ||
  (deadlineRun?.repeat ?? null) !== null ||
  talk !== undefined;

/** What is stored of an item. */
export function itemRow(item: ItemState, calendar: number, ruleSet: RuleSet): ItemRow {
  return {
    suspended: isSuspended(item),
    ladderExhausted: ladderExhausted(item, contextFor(item, calendar, ruleSet)),
    asked: isAsked(item),
    state: item,
  };
}

/** What the steps of its main ladders change of an item beside its instants: stored apart, as nearly all rows are of such steps. */
export type Climbs = Pick<ItemState, "deadlineRun" | "signForRun" | "verificationRun" | "drafts">;
/** What is left. */
export type AtRest = Omit<ItemState, keyof Climbs | "nextDue" | "beyondCalendar">;

/** An item's state in the two parts in which it is stored, without its instants, which are columns. */
export function partsOf(item: ItemState): { readonly climbs: Climbs; readonly atRest: AtRest } {
  const { deadlineRun, signForRun, verificationRun, drafts, nextDue: _due, beyondCalendar: _year, ...atRest } = item;
  return { climbs: { deadlineRun, signForRun, verificationRun, drafts }, atRest };
}

/** The parts put together again: named one by one, as a second spread in a literal takes V8 ten times as long as the first. */
export function wholeOf(
  atRest: AtRest,
  { deadlineRun, signForRun, verificationRun, drafts }: Climbs,
  { nextDue, beyondCalendar }: Pick<ItemState, "nextDue" | "beyondCalendar">,
): ItemState {
  return { ...atRest, deadlineRun, signForRun, verificationRun, drafts, nextDue, beyondCalendar };
}

const CLIMBS = ["deadlineRun", "signForRun", "verificationRun", "drafts"] as const satisfies readonly (keyof Climbs)[];
const NOT_AT_REST: ReadonlySet<string> = new Set<keyof ItemState>([...CLIMBS, "nextDue", "beyondCalendar"]);

/**
 * Which of an item's climbs are others than before; null where more than climbs and instants has changed. Folds leave alone what
 * they don't change, so that identity tells.
 */
export function climbsSince(before: ItemState, after: ItemState): Partial<Climbs> | null {
  const names = Object.keys(after) as (keyof ItemState)[];
  const hasOnlyClimbed =
    names.length === Object.keys(before).length &&
    names.every((name) => NOT_AT_REST.has(name) || before[name] === after[name]);
  if (!hasOnlyClimbed) return null;
  return Object.fromEntries(CLIMBS.filter((name) => before[name] !== after[name]).map((name) => [name, after[name]]));
}
