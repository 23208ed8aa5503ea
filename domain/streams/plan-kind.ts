/** The plan's own stream as a kind: decided from its rows, which are the opening, the packages, the monthly lists and the orders. */
import { calendarOf } from "../plan/calendar.js";
import type { LedgerRow, NewRow } from "../ledger/record.js";
import { dateAt, timeAt } from "../plan/plan-date.js";
import type { RuleSet } from "../plan/rule-set.js";
import type { Decision, Follower, RowStreamKind, Wanted } from "./kind.js";
import {
  applyPlanRows,
  decidePlan,
  emptyPlan,
  nextListing,
  nextPlanDue,
  planOpeningRows,
  type PlanState,
} from "./plan-stream.js";
import { PLAN_STREAM, taskStreams } from "./streams.js";

export const planKind: RowStreamKind = {
  name: "plan",
  reads: "rows",
  tellsOfAll: true,
  owns: (stream) => stream === PLAN_STREAM,
  // Nothing is sent to the plan's own stream yet.
  understands: () => false,
  open({ stream, bundle, ruleSet, at }) {
    const versions = { policy: bundle.policy.version, calendar: bundle.calendar.version };
    const opened = dateAt(at, ruleSet.offsetMinutes);
    const { start } = bundle.plan;
    const first = calendarOf(bundle.calendar).firstWorkingDayOnOrAfter(opened > start ? opened : start);
    const opening = planOpeningRows(taskStreams(bundle), versions, at, first);
    // Packages whose hour has passed go with the opening, before any task begins: so they and its items share their letters.
    const { rows: due, state } = decidePlan(applyPlanRows(emptyPlan(stream), opening, ruleSet), [], at, ruleSet, {
      settled: false,
    });
    return decisionOf(state, { rows: [...opening, ...due], outcomes: [], messages: [] }, ruleSet);
  },
  project(stream, rows, ruleSet) {
    const state = applyPlanRows(emptyPlan(stream), rows, ruleSet);
    return { calendar: state.calendar, nextDue: nextPlanDue(state, ruleSet), items: [] };
  },
  follow: (stream) => new PlanFollower(stream),
};

function decisionOf(
  state: PlanState,
  { rows, outcomes, messages }: Pick<Decision, "rows" | "outcomes" | "messages">,
  ruleSet: RuleSet,
): Decision {
  const { calendar, rounds, missed, months } = state;
  const streams = [...state.streams, ...rounds.filter(({ round }) => !missed.includes(round)), ...months];
  return { rows, outcomes, messages, items: [], calendar, streams, nextDue: nextPlanDue(state, ruleSet) };
}

class PlanFollower implements Follower {
  private state: PlanState;

  constructor(stream: string) {
    this.state = emptyPlan(stream);
  }

  get seq(): number {
    return this.state.seq;
  }

  add(rows: readonly (LedgerRow | NewRow)[], ruleSet: RuleSet): void {
    this.state = applyPlanRows(this.state, rows, ruleSet);
  }

  decide({ commands, now, due, settled = true }: Wanted, ruleSet: RuleSet): Decision {
    const orders = commands.flatMap((command) => ("order" in command ? [command] : []));
    const decided = decidePlan(this.state, orders, now, ruleSet, { due, settled });
    return decisionOf(decided.state, decided, ruleSet);
  }

  describe(ruleSet: RuleSet): string {
    const { streams, policy, calendar } = this.state;
    const due = nextListing(this.state, ruleSet);
    const next =
      due === null
        ? "The calendar has no further month: no list of long-overdue items is due."
        : `Next list of long-overdue items, or round of inspections: ${dateAt(due, ruleSet.offsetMinutes)} ${timeAt(due, ruleSet.offsetMinutes)} plan time.`;
    return `${streams.length} task streams. ${next} Policy version ${policy}, calendar version ${calendar}.`;
  }
}
