/** The items as the ledger tells them: rows folded by the same rules as everywhere else, one by one. */
import { evolveItem } from "../../domain/items/evolve.js";
import type { RuleSet } from "../../domain/plan/rule-set.js";
import { isOpen, type ItemState } from "../../domain/items/work-item.js";
import type { ObservedRow } from "../../prisma/ledger/ledger-reader.js";

export class World {
  /** All items by id: what has ended may be reopened. */
  private readonly items = new Map<string, ItemState>();
  private readonly calendars = new Map<string, number>();

  constructor(private ruleSet: RuleSet) {}

  /** Policies and calendars may have come since. */
  useRuleSet(ruleSet: RuleSet): void {
    this.ruleSet = ruleSet;
  }

  /** The item while it is open. */
  find(id: string): ItemState | undefined {
    const item = this.items.get(id);
    return item && isOpen(item) ? item : undefined;
  }

  /** The item as the ledger has it, also one that has ended. */
  ofLedger(id: string): ItemState | undefined {
    return this.items.get(id);
  }

  get rules(): RuleSet {
    return this.ruleSet;
  }

  /** The tasks in which items wait for a unit's signature, in order. */
  tasksToSign(unit: string): number[] {
    const waiting = [...this.items.values()].filter(
      ({ primaryUnit, status }) => primaryUnit === unit && status === "assigned",
    );
    return [...new Set(waiting.map(({ task }) => task))].sort((a, b) => a - b);
  }

  /** Folds one row. Answers the item as it stands now; null for a row about no item. */
  fold(row: ObservedRow): ItemState | null {
    const { stream } = row;
    if (row.item === undefined) {
      if ("calendar" in row.payload) this.calendars.set(stream, row.payload.calendar);
      return null;
    }
    const item = evolveItem(this.items.get(row.item), row, this.calendars.get(stream) ?? 0, this.ruleSet);
    this.items.set(item.id, item);
    return item;
  }
}
