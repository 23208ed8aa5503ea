/** Small builders for ledger rows and their cause keys. */
import type { Action } from "../ladder/ladder.js";
import type { ItemEvent, ItemEventType } from "../ledger/events.js";
import type { NewRow, NoticeDraft } from "../ledger/record.js";
import type { ItemState, LadderRun } from "./work-item.js";

/** Names one step of one ladder for ever: it is in the ledger at most once. */
export function rungCause(item: ItemState, run: LadderRun, rung: string, repetition: number): string {
  return `rung/${item.id}/${run.key}/${rung}/v${run.version}/r${repetition}`;
}

export function row(
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
export function rungRef(action: Extract<Action, { kind: "fire" }>): NonNullable<NoticeDraft["rung"]> {
  return {
    ladder: action.run.key,
    id: action.rung.id,
    deadlineVersion: action.run.version,
    repetition: action.repetition,
  };
}
