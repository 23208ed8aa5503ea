/** An inspection round's stream as a kind: decided from its rows, and from what is read beside them under its lock. */
import { NOTHING_STORED } from "../inspections/acts.js";
import { nextRoundDue } from "../inspections/chase.js";
import { decideRound } from "../inspections/decide-round.js";
import { describeRound } from "../inspections/describe.js";
import { openingRow } from "../inspections/open-round.js";
import { applyRoundRows, emptyRound, type RoundState } from "../inspections/round-state.js";
import { NO_FACTS } from "../inspections/scheme.js";
import { roundTables } from "../inspections/tables.js";
import { bulletinEvents } from "../ledger/bulletin-events.js";
import type { LedgerRow, NewRow } from "../ledger/record.js";
import type { RuleSet } from "../plan/rule-set.js";
import type { Decision, Follower, RowStreamKind, Wanted } from "./kind.js";
import { messagesOf } from "./messages.js";
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
    return decisionOf(applyRoundRows(emptyRound(stream), rows, ruleSet), rows, [], ruleSet, null);
  },
  project(stream, rows, ruleSet) {
    const state = applyRoundRows(emptyRound(stream), rows, ruleSet);
    const round = roundTables(state, null);
    return { calendar: state.calendar, nextDue: nextRoundDue(state, ruleSet), items: [], round };
  },
  follow: (stream) => new RoundFollower(stream),
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

function decisionOf(
  state: RoundState,
  rows: readonly NewRow[],
  outcomes: Decision["outcomes"],
  ruleSet: RuleSet,
  touched: ReadonlySet<string> | null,
): Decision {
  return {
    rows,
    outcomes,
    items: [],
    messages: rows.flatMap((row) => messagesOf(row, state.stream)),
    calendar: state.calendar,
    nextDue: nextRoundDue(state, ruleSet),
    streams: [],
    ...(rows.length > 0 ? { round: roundTables(state, touched, state.seq - rows.length) } : {}),
  };
}

class RoundFollower implements Follower {
  private state: RoundState;

  constructor(stream: string) {
    this.state = emptyRound(stream);
  }

  get seq(): number {
    return this.state.seq;
  }

  add(rows: readonly (LedgerRow | NewRow)[], ruleSet: RuleSet): void {
    this.state = applyRoundRows(this.state, rows, ruleSet);
  }

  decide({ commands, now, due, facts = NOTHING_STORED }: Wanted, ruleSet: RuleSet): Decision {
    const acts = commands.flatMap((command) => ("round" in command ? [command] : []));
    const { rows, outcomes, state } = decideRound(this.state, acts, now, facts, ruleSet, due);
    return decisionOf(state, rows, outcomes, ruleSet, touchedBy(rows));
  }

  describe(ruleSet: RuleSet): string {
    return describeRound(this.state, ruleSet);
  }
}
