/** What due steps record: an item's event as a ledger row, and the cause keys that name each step. */
import type { LadderRun } from "../ladder/run.js";
import type { LadderStep } from "../ladder/steps.js";
import type { ItemEvent, ItemEventType } from "../ledger/events.js";
import type { NewRow, NoticeDraft } from "../ledger/record.js";
import type { ItemState } from "./work-item.js";

/** Names one step of one ladder for ever: it is in the ledger at most once. */
export function rungCause(item: ItemState, run: LadderRun, rung: string, repetition: number): string {
  return `rung/${item.id}/${run.runKey}/${rung}/v${run.version}/r${repetition}`;
}

/** An event of an item as a row of its own cause. */
export function recordOf(
  item: ItemState,
  event: ItemEvent,
  at: number,
  cause: string,
  notices: readonly NoticeDraft[] = [],
): NewRow<ItemEventType> {
  const base = { ...event, item: item.id, at, cause, causeNo: 0 };
  return notices.length > 0 ? { ...base, notices } : base;
}

/** Facts of a rung that its letter repeats. */
export function rungRef(action: Extract<LadderStep, { kind: "fire" }>): NonNullable<NoticeDraft["rung"]> {
  return {
    runKey: action.run.runKey,
    id: action.rung.id,
    deadlineVersion: action.run.version,
    repetition: action.repetition,
  };
}
