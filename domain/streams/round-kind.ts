/** An inspection round's stream as a kind: decided from its rows, and from what is read beside them under its lock. */
import { NOTHING_STORED } from "../inspections/acts.js";
import { nextRoundDue } from "../inspections/chase.js";
import { decideRound } from "../inspections/decide-round.js";
import { describeRound } from "../inspections/describe.js";
import { openingRow } from "../inspections/open-round.js";
import { applyRoundRows, emptyRound } from "../inspections/round-state.js";
import type { RoundState } from "../inspections/round-types.js";
import { NO_FACTS } from "../inspections/scheme.js";
import { roundTables } from "../inspections/tables.js";
import { bulletinEvents } from "../ledger/bulletin-events.js";
import type { DecidedInTurn } from "../ledger/in-turn.js";
import type { NewRow } from "../ledger/record.js";
import type { RuleSet } from "../plan/rule-set.js";
import type { Decision, RowStreamKind } from "./kind.js";
import { followerOf, rowsDecision } from "./row-follower.js";
import { isRoundStream } from "../inspections/round-name.js";

export const roundKind: RowStreamKind = {
  name: "inspection",
  reads: "rows",
  asks: "roundFacts",
  owns: isRoundStream,
  // A round is told nothing: it tells the tasks.
  understands: () => false,
  open({ stream, bundle, ruleSet, at, facts = NO_FACTS }) {
    const rows = [openingRow(stream, bundle, facts, at)];
    return decisionOf({ rows, outcomes: [], state: applyRoundRows(emptyRound(stream), rows, ruleSet) }, ruleSet, null);
  },
  project(stream, rows, ruleSet) {
    const state = applyRoundRows(emptyRound(stream), rows, ruleSet);
    const round = roundTables(state, null);
    return { calendar: state.calendar, nextDue: nextRoundDue(state, ruleSet), items: [], round };
  },
  follow: followerOf({
    empty: emptyRound,
    apply: applyRoundRows,
    decide(state, { commands, now, due, facts = NOTHING_STORED }, ruleSet) {
      const acts = commands.flatMap((command) => ("round" in command ? [command] : []));
      const decided = decideRound(state, acts, now, facts, ruleSet, due);
      return decisionOf(decided, ruleSet, touchedBy(decided.rows));
    },
    describe: describeRound,
  }),
};

/** Rows of the round itself that change no visit. */
const TOUCHES_NO_VISIT: ReadonlySet<string> = new Set([
  "inspectionChased",
  "inspectionChaseSkipped",
  "systemicDecided",
  ...Object.keys(bulletinEvents),
]);

/** Visits that rows speak of; null: any of them may have changed. */
function touchedBy(rows: readonly NewRow[]): ReadonlySet<string> | null {
  const touched = new Set<string>();
  for (const { payload, type } of rows) {
    if ("visit" in payload && typeof payload.visit === "string") touched.add(payload.visit);
    else if (!TOUCHES_NO_VISIT.has(type)) return null;
  }
  return touched;
}

const decisionOf = (
  decided: DecidedInTurn<RoundState>,
  ruleSet: RuleSet,
  touched: ReadonlySet<string> | null,
): Decision =>
  rowsDecision(decided, nextRoundDue(decided.state, ruleSet), () => ({
    round: roundTables(decided.state, touched, decided.state.seq - decided.rows.length),
  }));
