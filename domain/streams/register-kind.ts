/** A register's stream as a kind: decided from its rows' few sums, and from what is read beside them under its lock. */
import { NO_REGISTER_FACTS } from "../registers/acts.js";
import { decideRegister, isOutdated } from "../registers/decide.js";
import { isRegisterStream, registerOfStream } from "../registers/register-name.js";
import { applyRegisterRows, emptyRegister, type RegisterState } from "../registers/register-state.js";
import { type RegisterTables, registerTables } from "../registers/tables.js";
import type { LedgerRow, NewRow } from "../ledger/record.js";
import type { RuleSet } from "../plan/rule-set.js";
import type { Cells } from "../registers/values.js";
import type { Decision, Follower, RowStreamKind, Wanted } from "./kind.js";
import { messagesOf } from "./messages.js";

export const registerKind: RowStreamKind = {
  name: "register",
  reads: "rows",
  asks: "registerFacts",
  owns: isRegisterStream,
  // A register is told nothing: it tells the tasks.
  understands: () => false,
  open({ stream, bundle, ruleSet, at }) {
    const { registers, policy, calendar } = bundle;
    if (!registers) throw new Error(`${stream}: the plan's documents have no registers`);
    const row: NewRow = {
      type: "registerOpened",
      at,
      cause: "open",
      causeNo: 0,
      payload: {
        register: registerOfStream(stream),
        registers: registers.version,
        policy: policy.version,
        calendar: calendar.version,
      },
    };
    return decisionOf(
      applyRegisterRows(emptyRegister(stream), [row]),
      [row],
      [],
      tablesOf(stream, [row], 0, new Map(), ruleSet),
    );
  },
  project(stream, rows, ruleSet) {
    const state = applyRegisterRows(emptyRegister(stream), rows);
    const register = tablesOf(stream, rows, 0, new Map(), ruleSet);
    return { calendar: state.calendar, nextDue: null, items: [], register };
  },
  follow: (stream) => new RegisterFollower(stream),
};

const tablesOf = (
  stream: string,
  rows: readonly (NewRow | LedgerRow)[],
  seq: number,
  before: ReadonlyMap<string, Cells>,
  { documents, offsetMinutes }: RuleSet,
): RegisterTables =>
  registerTables(registerOfStream(stream), rows, seq, before, { registers: documents?.registers, offsetMinutes });

function decisionOf(
  state: RegisterState,
  rows: readonly NewRow[],
  outcomes: Decision["outcomes"],
  register: RegisterTables,
): Decision {
  return {
    rows,
    outcomes,
    items: [],
    messages: rows.flatMap((row) => messagesOf(row, state.stream)),
    calendar: state.calendar,
    // Nothing falls due on a register by itself: the month asks for it.
    nextDue: null,
    streams: [],
    ...(rows.length > 0 ? { register } : {}),
  };
}

class RegisterFollower implements Follower {
  private state: RegisterState;

  constructor(stream: string) {
    this.state = emptyRegister(stream);
  }

  get seq(): number {
    return this.state.seq;
  }

  add(rows: readonly (LedgerRow | NewRow)[]): void {
    this.state = applyRegisterRows(this.state, rows);
  }

  needsAll(ruleSet: RuleSet): boolean {
    return isOutdated(this.state, ruleSet);
  }

  decide({ commands, now, registerFacts = NO_REGISTER_FACTS }: Wanted, ruleSet: RuleSet): Decision {
    const acts = commands.flatMap((command) => ("register" in command ? [command] : []));
    const { rows, outcomes, state } = decideRegister(this.state, acts, now, registerFacts, ruleSet);
    const before = new Map(registerFacts.rows.map(({ row, cells }) => [row, cells]));
    return decisionOf(state, rows, outcomes, tablesOf(state.stream, rows, this.state.seq, before, ruleSet));
  }

  describe({ documents }: RuleSet): string {
    const title = documents?.registers?.registers.find(({ id }) => id === this.state.register)?.title ?? "";
    return `Register ${this.state.register} ${title}: waits for its keepers. ${this.state.sums.size} running sums.`;
  }
}
