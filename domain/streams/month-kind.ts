/** A month's stream as a kind: decided from its rows, and from what is read beside them under its lock. */
import type { LedgerRow, NewRow } from "../ledger/record.js";
import { NO_MONTH_FACTS } from "../months/acts.js";
import { decideMonth } from "../months/decide-month.js";
import { describeMonth } from "../months/describe.js";
import { nextMonthDue } from "../months/due.js";
import { isMonthStream } from "../months/month-name.js";
import { applyMonthRows, emptyMonth, type MonthState } from "../months/month-state.js";
import { monthOpeningRows } from "../months/open-month.js";
import { monthTables } from "../months/tables.js";
import type { RuleSet } from "../plan/rule-set.js";
import type { Decision, Follower, RowStreamKind, Wanted } from "./kind.js";
import { messagesOf } from "./messages.js";

export const monthKind: RowStreamKind = {
  name: "month",
  reads: "rows",
  asks: "monthFacts",
  owns: isMonthStream,
  // A month is told nothing: it tells the tasks.
  understands: () => false,
  open({ stream, bundle, ruleSet, at, month = { info: null, items: [] } }) {
    const rows = monthOpeningRows(stream, bundle, month, at, ruleSet);
    return decisionOf(applyMonthRows(emptyMonth(stream), rows, ruleSet), rows, [], ruleSet);
  },
  project(stream, rows, ruleSet) {
    const state = applyMonthRows(emptyMonth(stream), rows, ruleSet);
    return { calendar: state.calendar, nextDue: nextMonthDue(state, ruleSet), items: [], month: monthTables(state) };
  },
  follow: (stream) => new MonthFollower(stream),
};

function decisionOf(
  state: MonthState,
  rows: readonly NewRow[],
  outcomes: Decision["outcomes"],
  ruleSet: RuleSet,
): Decision {
  return {
    rows,
    outcomes,
    items: [],
    messages: rows.flatMap((row) => messagesOf(row, state.stream)),
    calendar: state.calendar,
    nextDue: nextMonthDue(state, ruleSet),
    streams: [],
    ...(rows.length > 0 ? { month: monthTables(state, state.seq - rows.length) } : {}),
  };
}

class MonthFollower implements Follower {
  private state: MonthState;

  constructor(stream: string) {
    this.state = emptyMonth(stream);
  }

  get seq(): number {
    return this.state.seq;
  }

  add(rows: readonly (LedgerRow | NewRow)[], ruleSet: RuleSet): void {
    this.state = applyMonthRows(this.state, rows, ruleSet);
  }

  decide({ commands, now, due, month = NO_MONTH_FACTS }: Wanted, ruleSet: RuleSet): Decision {
    const acts = commands.flatMap((command) => ("month" in command ? [command] : []));
    const { rows, outcomes, state } = decideMonth(this.state, acts, now, month, ruleSet, due);
    return decisionOf(state, rows, outcomes, ruleSet);
  }

  describe(ruleSet: RuleSet): string {
    return describeMonth(this.state, ruleSet);
  }
}
