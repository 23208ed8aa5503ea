/** A task's whole story in silence, decided in the domain without a server. */
import { kindOf } from "../../domain/streams/kinds.js";
import type { RuleSet } from "../../domain/plan/rule-set.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import type { NewRow } from "../../domain/ledger/record.js";
import { taskStream } from "../../domain/streams/streams.js";
import { applyRows, decideBatch, emptyTask, nextDue } from "../../domain/streams/task-stream.js";

export function ruleSetOf(bundle: PlanBundle): RuleSet {
  return {
    policies: { [bundle.policy.version]: bundle.policy },
    calendars: { [bundle.calendar.version]: bundle.calendar },
    bodies: bundle.roster.bodies,
    offsetMinutes: bundle.plan.timeZone.offsetMinutes,
  };
}

export function alone(bundle: PlanBundle, no: number, openedAt: number): NewRow[] {
  const ruleSet = ruleSetOf(bundle);
  const stream = taskStream(no);
  const opening = kindOf(stream)?.open({ stream, bundle, ruleSet, at: openedAt, late: false, running: null });
  if (!opening) throw new Error(`there is no kind of stream ${stream}`);
  const rows = [...opening.rows];
  let state = applyRows(emptyTask(stream), rows, ruleSet);
  for (let due = nextDue(state); due !== null; due = nextDue(state)) {
    const decided = decideBatch(state, [], due, ruleSet);
    rows.push(...decided.rows);
    state = decided.state;
  }
  return rows;
}

/** What of a row does not depend on who recorded it, as JSON has it. */
export const bare = (rows: readonly NewRow[]): unknown[] =>
  JSON.parse(
    JSON.stringify(
      rows.map(({ type, item, at, cause, causeNo, payload }) => ({ type, item, at, cause, causeNo, payload })),
    ),
  ) as unknown[];
