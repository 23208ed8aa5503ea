/** What is done in one go, and from when lateness counts: shared by all that a unit does about a deadline. */
import type { PlanDate } from "../../domain/plan/plan.js";
import type { ItemState } from "../../domain/items/work-item.js";
import type { About } from "./draws.js";
import type { OfficeHours } from "./office-hours.js";

/** What one unit does of one milestone in one township is done in one go. */
export function batchOf(item: ItemState): About {
  return [item.milestone, item.deadlineVersion, item.primaryUnit, item.township ?? "county"];
}

/** Lateness counts from the deadline, or from the day on which it turned out to be over already. */
export function lateFrom(hours: OfficeHours, at: number, item: ItemState): PlanDate {
  const today = hours.dayOf(at);
  return item.deadline > today ? item.deadline : today;
}
