/** A task's stream as a kind: decided from its items, of which only those concerned are loaded. */
import { findingItemOf, isAboutFinding } from "./apply-finding.js";
import type { ItemStatus } from "../items/work-item.js";
import { dateAt, timeAt } from "../plan/plan-date.js";
import type { PlanBundle } from "../plan/bundle.js";
import type { RuleSet } from "../plan/rule-set.js";
import type { ItemCount, ItemStreamKind } from "./kind.js";
import { itemsOfStream, isTaskStream, taskOfStream } from "./streams.js";
import { applyRows, decideBatch, emptyTask, itemRows, nextDue, openingRows, taskStateOf } from "./task-stream.js";

export const taskKind: ItemStreamKind = {
  name: "task",
  reads: "items",
  owns: isTaskStream,
  understands: (message) =>
    message.kind === "order" ||
    message.kind === "packageSignature" ||
    message.kind === "figure" ||
    message.kind === "progress" ||
    isAboutFinding(message),
  open({ stream, bundle, ruleSet, at, late, running }) {
    const { no, section } = taskOfStream(stream);
    const versions = { policy: bundle.policy.version, calendar: bundle.calendar.version };
    const items = late ? [] : itemsOfStream(bundle, no, section);
    const opening = openingRows(
      { no, leadUnit: leadUnitOf(bundle, no) },
      items,
      versions,
      at,
      running && { imported: running, ruleSet },
    );
    const state = applyRows(emptyTask(stream), opening, ruleSet);
    const nothing = { outcomes: [], messages: [], streams: [] };
    return { ...nothing, rows: opening, items: itemRows(state, ruleSet), calendar: state.calendar, nextDue: "items" };
  },
  project(stream, rows, ruleSet) {
    const state = applyRows(emptyTask(stream), rows, ruleSet);
    return { calendar: state.calendar, nextDue: nextDue(state), items: itemRows(state, ruleSet) };
  },
  needs: ({ commands, messages }) => ({
    ids: [
      ...commands.flatMap((command) => ("items" in command ? command.items : [])),
      // A finding that was closed is taken up again: it is none of the open ones.
      ...messages.flatMap((message) => (isAboutFinding(message) ? [findingItemOf(message)] : [])),
    ],
    allOpen: messages.length > 0,
  }),
  decide(at, { commands, messages, now, due }, ruleSet) {
    const state = taskStateOf(at);
    const acts = commands.flatMap((command) => ("items" in command ? [command] : []));
    const decided = decideBatch(state, acts, now, ruleSet, messages, due);
    const { rows, outcomes, changed: items } = decided;
    return { rows, outcomes, items, messages: [], calendar: decided.state.calendar, nextDue: "items", streams: [] };
  },
  describe: describeItems,
};

/** Who checks what the townships report. A task that the plan does not have was begun by an order, which says it. */
function leadUnitOf(bundle: PlanBundle, no: number): string {
  const task = bundle.plan.tasks.find((candidate) => candidate.no === no);
  return task?.leadUnits[0] ?? bundle.roster.bodies.office;
}

function describeItems(counts: readonly ItemCount[], due: number | null, { offsetMinutes }: RuleSet): string {
  const all = counts.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return "No open items: nothing is awaited.";
  const byWord = new Map<ItemStatus | "suspended", number>();
  for (const { status, suspended, count } of counts) {
    const word = suspended ? "suspended" : status;
    byWord.set(word, (byWord.get(word) ?? 0) + count);
  }
  const listed = [...byWord].map(([word, count]) => `${count} ${word}`).join(", ");
  const years = counts.flatMap(({ beyondCalendar }) => (beyondCalendar === null ? [] : [beyondCalendar]));
  const year = years.length === 0 ? null : Math.min(...years);
  const lacking = year === null ? "" : ` Some items wait for the calendar of ${year}.`;
  const next =
    due === null
      ? `No rung is left: it waits for people only.${lacking}`
      : `Next due: ${dateAt(due, offsetMinutes)} ${timeAt(due, offsetMinutes)} plan time.${lacking}`;
  return `${all} open items: ${listed}. ${next}`;
}
