/** What a task waits for, in words, for an operator in Temporal's own UI. */
import type { Library } from "../domain/library.js";
import { dateAt, timeAt } from "../domain/plan-date.js";
import { nextDue, type TaskState } from "../domain/task-stream.js";

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
  const next =
    due === null
      ? "No rung is left: it waits for people only."
      : `Next due: ${dateAt(due, library.offsetMinutes)} ${timeAt(due, library.offsetMinutes)} plan time.`;
  return `${items.length} open items: ${listed}. ${next} Ledger row ${state.seq}.`;
}
