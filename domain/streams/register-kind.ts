/** A register's stream as a kind: decided from its rows' few sums, and from what is read beside them under its lock. */
import { NO_REGISTER_FACTS } from "../registers/acts.js";
import { decideRegister, isOutdated } from "../registers/decide.js";
import { isRegisterStream, registerOfStream } from "../registers/register-name.js";
import { applyRegisterRows, emptyRegister } from "../registers/register-state.js";
import { type RegisterTables, registerTables } from "../registers/tables.js";
import type { LedgerRow, NewRow } from "../ledger/record.js";
import type { RuleSet } from "../plan/rule-set.js";
import type { Cells } from "../registers/values.js";
import type { RowStreamKind } from "./kind.js";
import { followerOf, rowsDecision } from "./row-follower.js";

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
    const state = applyRegisterRows(emptyRegister(stream), [row]);
    // Nothing falls due on a register by itself: the month asks for it.
    return rowsDecision({ rows: [row], outcomes: [], state }, null, () => ({
      register: tablesOf(stream, [row], 0, new Map(), ruleSet),
    }));
  },
  project(stream, rows, ruleSet) {
    const state = applyRegisterRows(emptyRegister(stream), rows);
    const register = tablesOf(stream, rows, 0, new Map(), ruleSet);
    return { calendar: state.calendar, nextDue: null, items: [], register };
  },
  follow: followerOf({
    empty: emptyRegister,
    apply: applyRegisterRows,
    decide(state, { commands, now, registerFacts = NO_REGISTER_FACTS }, ruleSet) {
      const acts = commands.flatMap((command) => ("register" in command ? [command] : []));
      const decided = decideRegister(state, acts, now, registerFacts, ruleSet);
      const before = new Map(registerFacts.rows.map(({ row, cells }) => [row, cells]));
      return rowsDecision(decided, null, () => ({
        register: tablesOf(state.stream, decided.rows, state.seq, before, ruleSet),
      }));
    },
    needsAll: isOutdated,
    describe({ register, sums }, { documents }) {
      const title = documents?.registers?.registers.find(({ id }) => id === register)?.title ?? "";
      return `Register ${register} ${title}: waits for its keepers. ${sums.size} running sums.`;
    },
  }),
};

const tablesOf = (
  stream: string,
  rows: readonly (NewRow | LedgerRow)[],
  seq: number,
  before: ReadonlyMap<string, Cells>,
  { documents, offsetMinutes }: RuleSet,
): RegisterTables =>
  registerTables(registerOfStream(stream), rows, seq, before, { registers: documents?.registers, offsetMinutes });
