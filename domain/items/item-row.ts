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
  readonly state: ItemState;
}

/** What is stored of an item. */
export function itemRow(item: ItemState, calendar: number, ruleSet: RuleSet): ItemRow {
  return {
    suspended: isSuspended(item),
    ladderExhausted: ladderExhausted(item, contextFor(item, calendar, ruleSet)),
    state: item,
  };
}
