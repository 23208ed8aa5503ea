/** What a task waits for, in words, for an operator in Temporal's own UI. */
import type { Library } from "../domain/plan/library.js";
import { dateAt, timeAt } from "../domain/plan/plan-date.js";
import { nextPlanDue, type PlanState } from "../domain/streams/plan-stream.js";
import { nextDue, type TaskState } from "../domain/streams/task-stream.js";

const instant = (due: number, { offsetMinutes }: Library): string =>
  `${dateAt(due, offsetMinutes)} ${timeAt(due, offsetMinutes)} plan time`;

export function describePlan(state: PlanState, library: Library): string {
  if (state.seq === 0) return "Being opened.";
  const due = nextPlanDue(state, library);
  const next =
    due === null
      ? "The calendar has no further month: no list of long-overdue items is due."
      : `Next list of long-overdue items: ${instant(due, library)}.`;
  const versions = `Policy version ${state.policy}, calendar version ${state.calendar}`;
  return `${state.streams.length} task streams. ${next} ${versions}. Ledger row ${state.seq}.`;
}

export function describeTask(state: TaskState, library: Library): string {
  const items = Object.values(state.items);
  if (items.length === 0) return state.seq === 0 ? "Being opened." : "No open items: nothing is awaited.";
  const counts = new Map<string, number>();
  for (const item of items) {
    const status = item.suspendedSince === null ? item.status : "suspended";
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  const listed = [...counts].map(([status, count]) => `${count} ${status}`).join(", ");
  const due = nextDue(state);
  const year = items.find((item) => item.beyondCalendar !== null)?.beyondCalendar;
  const lacking = year ? ` Some items wait for the calendar of ${year}.` : "";
  const next =
    due === null
      ? `No rung is left: it waits for people only.${lacking}`
      : `Next due: ${instant(due, library)}.${lacking}`;
  return `${items.length} open items: ${listed}. ${next} Ledger row ${state.seq}.`;
}
