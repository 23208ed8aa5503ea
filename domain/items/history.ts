/** An item as it stood on any day gone by, folded from its stream's rows: lights and reports of the past are derived too. */
import { calendarVersion, type RuleSet, policyOf } from "../plan/rule-set.js";
import { withNextDue } from "./due.js";
import { evolveItem } from "./evolve.js";
import { type LightReason, statusLight } from "./light.js";
import type { PlanDate } from "../plan/plan.js";
import { addDays, instantAt } from "../plan/plan-date.js";
import type { LedgerRow, NewRow } from "../ledger/record.js";
import type { ItemState } from "./work-item.js";

/** The item right after the last row up to the instant (epoch ms), and the calendar version then; null before 立项. */
export function itemAt(
  rows: readonly (NewRow | LedgerRow)[],
  id: string,
  instant: number,
  ruleSet: RuleSet,
): { readonly item: ItemState; readonly calendar: number } | null {
  let item: ItemState | null = null;
  let calendar = 0;
  for (const row of rows) {
    if (row.at > instant) break;
    if (row.type === "streamOpened" || row.type === "calendarChanged") calendar = row.payload.calendar;
    if (row.item === id) item = evolveItem(item, row, calendar, ruleSet);
  }
  return item && { item: withNextDue(item, calendar, ruleSet), calendar };
}

/** The light at the end of a day, by the ledger, calendar and policy as they were then; null before 立项. */
export function lightOn(
  rows: readonly (NewRow | LedgerRow)[],
  id: string,
  day: PlanDate,
  ruleSet: RuleSet,
): LightReason | null {
  const endOfDay = instantAt(addDays(day, 1), "00:00", ruleSet.offsetMinutes) - 1;
  const found = itemAt(rows, id, endOfDay, ruleSet);
  if (!found) return null;
  const { item, calendar } = found;
  return statusLight(item, day, calendarVersion(ruleSet, calendar), policyOf(ruleSet, item.policy), ruleSet.bodies);
}
