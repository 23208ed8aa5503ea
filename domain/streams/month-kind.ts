/** A month's stream as a kind: decided from its rows, and from what is read beside them under its lock. */
import type { DecidedInTurn } from "../ledger/in-turn.js";
import { NO_MONTH_FACTS } from "../months/acts.js";
import { decideMonth } from "../months/decide-month.js";
import { describeMonth } from "../months/describe.js";
import { nextMonthDue } from "../months/due.js";
import { isMonthStream } from "../months/month-name.js";
import { applyMonthRows, emptyMonth, type MonthState } from "../months/month-state.js";
import { monthOpeningRows } from "../months/open-month.js";
import { monthTables } from "../months/tables.js";
import type { RuleSet } from "../plan/rule-set.js";
import type { Decision, RowStreamKind } from "./kind.js";
import { followerOf, rowsDecision } from "./row-follower.js";

export const monthKind: RowStreamKind = {
  name: "month",
  reads: "rows",
  asks: "monthFacts",
  owns: isMonthStream,
  // A month is told nothing: it tells the tasks.
  understands: () => false,
  open({ stream, bundle, ruleSet, at, month = { info: null, items: [], kept: {} } }) {
    const rows = monthOpeningRows(stream, bundle, month, at, ruleSet);
    return decisionOf({ rows, outcomes: [], state: applyMonthRows(emptyMonth(stream), rows, ruleSet) }, ruleSet);
  },
  project(stream, rows, ruleSet) {
    const state = applyMonthRows(emptyMonth(stream), rows, ruleSet);
    return { calendar: state.calendar, nextDue: nextMonthDue(state, ruleSet), items: [], month: monthTables(state) };
  },
  follow: followerOf({
    empty: emptyMonth,
    apply: applyMonthRows,
    decide(state, { commands, now, due, month = NO_MONTH_FACTS }, ruleSet) {
      const acts = commands.flatMap((command) => ("month" in command ? [command] : []));
      return decisionOf(decideMonth(state, acts, now, month, ruleSet, due), ruleSet);
    },
    describe: describeMonth,
  }),
};

const decisionOf = (decided: DecidedInTurn<MonthState>, ruleSet: RuleSet): Decision =>
  rowsDecision(decided, nextMonthDue(decided.state, ruleSet), () => ({
    month: monthTables(decided.state, decided.state.seq - decided.rows.length),
  }));
