/**
 * 存量: items that were running before this system took them over. A live plan that opens after an item's 交办 imports it:
 * it goes on from the day of the import, and nothing fires for the past (docs/domain.md, "Clocks").
 */
import { evolveItem } from "./evolve.js";
import { registeredItem } from "./registered-item.js";
import { assignmentNotice } from "./firing.js";
import { contextFor } from "../ladder/subject.js";
import type { RuleSet } from "../plan/rule-set.js";
import type { PlanDate } from "../plan/plan.js";
import type { PlannedItem } from "../plan/bundle.js";
import type { ItemEventType } from "../ledger/events.js";
import type { NewRow } from "../ledger/record.js";

/** How an item stood when the plan was taken over. */
export interface ExistingItem {
  readonly status: "assigned" | "signedFor" | "inProgress" | "closed" | "cancelled";
  /** Progress in percent. */
  readonly percent: number;
  /** Where it had been moved before. */
  readonly deadline?: PlanDate;
  /** Shown in the item's story. */
  readonly text: string;
}

/** What a live plan's opening imports: how items stood that were running before it. */
export interface RunningImport {
  /** The day of the opening: what was to be assigned before it is running already. */
  readonly day: PlanDate;
  /** By item id; what is not named was assigned and no more is known of it. */
  readonly existing: Readonly<Record<string, ExistingItem>>;
}

const UNKNOWN: ExistingItem = { status: "assigned", percent: 0, text: "" };

/** How the item stood, or null where it begins with this plan. */
export function existingOf(item: PlannedItem, imported: RunningImport | null): ExistingItem | null {
  if (imported === null) return null;
  return imported.existing[item.id] ?? (item.assignOn < imported.day ? UNKNOWN : null);
}

/** The rows that follow an existing item's registration. Whoever owes it is told by the same 交办清单 as of anything new. */
export function importRows(
  registered: NewRow<"registered">,
  existing: ExistingItem,
  day: PlanDate,
  versions: { readonly policy: number; readonly calendar: number },
  ruleSet: RuleSet,
): NewRow<ItemEventType>[] {
  const { status, percent, text } = existing;
  const { at, item } = registered;
  const base = { at, cause: `import/${item}`, item };
  const running = status === "closed" || status === "cancelled" ? "assigned" : status;
  const payload = { on: day, status: running, percent, text, policy: versions.policy };
  const imported: NewRow<"imported"> = { ...base, type: "imported", causeNo: 0, payload };
  if (status === "closed") return [imported, { ...base, type: status, causeNo: 1, payload: { text, imported: true } }];
  if (status === "cancelled")
    return [imported, { ...base, type: status, causeNo: 1, payload: { reason: text, imported: true } }];
  if (status !== "assigned") return [imported];
  const state = evolveItem(registeredItem(registered), imported, versions.calendar, ruleSet);
  const notice = assignmentNotice(state, at, contextFor(state, versions.calendar, ruleSet));
  return [{ ...imported, notices: [notice] }];
}
