/** An item's ledger replayed: its state before and after every row. */
import { evolveItem } from "../items/evolve.js";
import type { RuleSet } from "../plan/rule-set.js";
import { dateAt } from "../plan/plan-date.js";
import type { PlanDate } from "../plan/plan.js";
import type { ItemState } from "../items/work-item.js";
import type { ItemEvent } from "../ledger/events.js";
import type { Actor } from "../ledger/record.js";

/** What of a row an item's state follows from. */
export type FoldedRow = ItemEvent & { readonly item: string; readonly at: number; readonly actor: Actor | null };

export interface Step<R extends FoldedRow = FoldedRow> {
  readonly row: R;
  readonly day: PlanDate;
  readonly after: ItemState;
}

/** `calendar`: its version in the rule set. Rows are one item's, from its registration on. */
export function stepsOf<R extends FoldedRow>(rows: readonly R[], calendar: number, ruleSet: RuleSet): Step<R>[] {
  const steps: Step<R>[] = [];
  for (const row of rows) {
    const after = evolveItem(steps.at(-1)?.after, row, calendar, ruleSet);
    steps.push({ row, day: dateAt(row.at, ruleSet.offsetMinutes), after });
  }
  return steps;
}
