/** A task's stream while it is decided: what is decided so far, and a command on some of its items. Pure. */
import type { Command, Refusal } from "../items/commands.js";
import { decide, isRefusal, REOPENING } from "../items/decisions.js";
import { withNextDue } from "../items/due.js";
import { evolveItem } from "../items/evolve.js";
import type { ItemState } from "../items/work-item.js";
import { contextFor } from "../ladder/subject.js";
import type { NewRow, Outcome } from "../ledger/record.js";
import { CalendarYearMissing } from "../plan/calendar.js";
import type { RuleSet } from "../plan/rule-set.js";

/** A batch in the making: what is decided so far, folded as it grows. */
export interface Batch {
  readonly items: Map<string, ItemState>;
  readonly ended: Map<string, ItemState>;
  readonly rows: { readonly due: number; readonly row: NewRow }[];
  /** Items that were due, whether or not a row came of it: a step may have vanished with another calendar or policy. */
  readonly looked: Set<string>;
  calendar: number;
}

/** The rows of a command on one item and the item after them, or the refusal. Nothing is half done. */
function tryOn(
  item: ItemState,
  command: Command,
  calendar: number,
  now: number,
  ruleSet: RuleSet,
): { readonly rows: readonly NewRow[]; readonly item: ItemState } | Refusal {
  const decision = decide(item, command, now, contextFor(item, calendar, ruleSet));
  if (isRefusal(decision)) return decision;
  const changed = withNextDue(
    decision.reduce((state, row) => evolveItem(state, row, calendar, ruleSet), item),
    calendar,
    ruleSet,
  );
  // A date beyond the calendar is refused; an item that got there with time can still be worked on.
  if (changed.beyondCalendar !== null && item.beyondCalendar === null)
    return { code: "badDate", reason: new CalendarYearMissing(changed.beyondCalendar).message };
  return { rows: decision, item: changed };
}

/** Rows carry the command's cause, or the cause of the order it carries out, numbered on from `firstNo`. */
export function decideCommand(
  batch: Batch,
  command: Command,
  now: number,
  ruleSet: RuleSet,
  cause = `cmd/${command.key}`,
  firstNo = 0,
): Outcome {
  const taken: string[] = [];
  const refused: Outcome["refused"][number][] = [];
  let causeNo = firstNo;
  for (const id of command.items) {
    // What has ended can only be reopened.
    const item = batch.items.get(id) ?? (REOPENING.has(command.kind) ? batch.ended.get(id) : undefined);
    const result =
      item === undefined
        ? ({
            code: "unknownItem",
            reason: `no open item ${id} in this task: it is closed, cancelled or was never registered`,
          } satisfies Refusal)
        : tryOn(item, command, batch.calendar, now, ruleSet);
    if ("code" in result) {
      refused.push({ item: id, ...result });
      continue;
    }
    for (const row of result.rows) batch.rows.push({ due: now, row: { ...row, cause, causeNo: causeNo++ } });
    batch.items.set(id, result.item);
    taken.push(id);
  }
  return { key: command.key, items: taken, refused };
}
