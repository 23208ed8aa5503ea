/** A month as its rows leave it. Folding asks no document but the policy's ladder: what a row needs to be understood stands in it. */
import { bulletinFolds, type BulletinState } from "../inspections/bulletin-state.js";
import { type LadderRun, newRun, rungDone, rungFired } from "../ladder/run.js";
import type { MonthEventType } from "../ledger/events.js";
import type {
  AnsweredRegister,
  AnswerRow,
  AskedRegister,
  AskedRow,
  MonthSnapshot,
  RequestStatus,
} from "../ledger/month-events.js";
import { type FoldedRow, type LedgerRow, type NewRow, peopleOf } from "../ledger/record.js";
import { dateAt } from "../plan/plan-date.js";
import type { PlanDate } from "../plan/plan.js";
import { policyOf, type RuleSet } from "../plan/rule-set.js";
import { monthOfStream } from "./month-name.js";

/** The ladder of the policy that those climb who have not answered, and its run. */
export const MONTH_LADDER = "month";

/** An answer as its unit's head confirmed it. `row`: of the month's stream; `at`: plan instant. */
export interface Confirmation {
  readonly version: number;
  readonly row: number;
  readonly at: number;
  readonly answers: readonly AnswerRow[];
}

/** One unit's request of a month. */
export interface RequestState {
  readonly unit: string;
  readonly rows: readonly AskedRow[];
  /** Registers that it keeps and that are due. */
  readonly registers: readonly AskedRegister[];
  readonly status: RequestStatus;
  /** Of the newest answer; 0: none was sent. */
  readonly version: number;
  readonly answers: readonly AnswerRow[];
  /** Its registers as they stood when it was sent. */
  readonly answered: readonly AnsweredRegister[];
  /** Everybody who stands behind the newest answer. */
  readonly answeredBy: readonly string[];
  readonly answeredOn: PlanDate | null;
  readonly confirmedOn: PlanDate | null;
  /** Everybody who stands behind its confirmation. */
  readonly confirmedBy: readonly string[];
  /** Confirmed after the due day. */
  readonly late: boolean;
  /** Confirmed once, and sent again since or not: the month has had its answer. */
  readonly everConfirmed: boolean;
  /** Every answer that its head confirmed, in order. */
  readonly confirmations: readonly Confirmation[];
  /** How often it was urged, and sent back to the desk. */
  readonly urged: number;
  readonly returned: { readonly times: number; readonly reason: string } | null;
  /** The row that changed it last. */
  readonly row: number;
}

export interface MonthState {
  readonly stream: string;
  readonly month: string;
  readonly seq: number;
  readonly calendar: number;
  readonly policy: number;
  readonly status: "open" | "closed";
  readonly askedOn: PlanDate;
  readonly dueOn: PlanDate;
  readonly closesOn: PlanDate;
  /** By unit, in the order in which they were asked. */
  readonly requests: Readonly<Record<string, RequestState>>;
  readonly run: LadderRun | null;
  readonly snapshot: MonthSnapshot | null;
  readonly bulletin: BulletinState | null;
}

export function emptyMonth(stream: string): MonthState {
  return {
    stream,
    month: monthOfStream(stream),
    seq: 0,
    calendar: 0,
    policy: 0,
    status: "open",
    askedOn: "",
    dueOn: "",
    closesOn: "",
    requests: {},
    run: null,
    snapshot: null,
    bulletin: null,
  };
}

/** What the month asks of a unit; undefined: nothing, or there is no such unit. */
export const requestOfUnit = ({ requests }: Pick<MonthState, "requests">, unit: string): RequestState | undefined =>
  Object.hasOwn(requests, unit) ? requests[unit] : undefined;

type Row<T extends MonthEventType> = FoldedRow<T> & { readonly seq: number };
type Fold<T extends MonthEventType> = (state: MonthState, row: Row<T>, ruleSet: RuleSet) => MonthState;

function withRequest(
  state: MonthState,
  unit: string,
  row: number,
  change: (request: RequestState) => Partial<RequestState>,
): MonthState {
  const request = requestOfUnit(state, unit);
  if (!request) throw new Error(`${state.stream} has no request to ${unit}`);
  return { ...state, requests: { ...state.requests, [unit]: { ...request, ...change(request), row } } };
}

const dayOf = ({ at }: { readonly at: number }, { offsetMinutes }: RuleSet): PlanDate => dateAt(at, offsetMinutes);

function foldBulletin<T extends keyof typeof bulletinFolds & MonthEventType>(type: T): Fold<T> {
  return (state, row, ruleSet) => ({ ...state, bulletin: bulletinFolds[type](state.bulletin, row, ruleSet) });
}

const folds: { readonly [T in MonthEventType]: Fold<T> } = {
  monthOpened: (state, { payload: { month, askedOn, dueOn, closesOn, policy, calendar }, at }) => ({
    ...state,
    month,
    askedOn,
    dueOn,
    closesOn,
    policy,
    calendar,
    run: newRun(MONTH_LADDER, MONTH_LADDER, dueOn, 1, at),
  }),
  progressRequested: (state, { payload: { unit, rows, registers = [] }, seq }) => ({
    ...state,
    requests: {
      ...state.requests,
      [unit]: {
        unit,
        rows,
        registers,
        status: "asked",
        version: 0,
        answers: [],
        answered: [],
        answeredBy: [],
        answeredOn: null,
        confirmedOn: null,
        confirmedBy: [],
        late: false,
        everConfirmed: false,
        confirmations: [],
        urged: 0,
        returned: null,
        row: seq,
      },
    },
  }),
  progressAnswered: (state, { payload: { unit, version, rows, registers = [] }, at, actor, seq }, ruleSet) =>
    withRequest(state, unit, seq, () => ({
      status: "answered",
      version,
      answers: rows,
      answered: registers,
      answeredBy: actor ? peopleOf(actor) : [],
      answeredOn: dayOf({ at }, ruleSet),
      confirmedOn: null,
      confirmedBy: [],
    })),
  progressConfirmed: (state, { payload: { unit, version, late }, at, actor, seq }, ruleSet) =>
    withRequest(state, unit, seq, (before) => ({
      status: "confirmed",
      confirmedOn: dayOf({ at }, ruleSet),
      confirmedBy: actor ? peopleOf(actor) : [],
      // What was confirmed in time stays in time, whatever is added to it later.
      late: before.everConfirmed ? before.late : late === true,
      everConfirmed: true,
      confirmations: [...before.confirmations, { version, row: seq, at, answers: before.answers }],
    })),
  progressReturned: (state, { payload: { unit, reason }, seq }) =>
    withRequest(state, unit, seq, ({ returned }) => ({
      status: "asked",
      returned: { times: (returned?.times ?? 0) + 1, reason },
    })),
  progressUrged: (state, { payload: { rung, due, units }, seq }, ruleSet) => {
    const urged = units.reduce<MonthState>(
      (before, unit) => withRequest(before, unit, seq, (request) => ({ urged: request.urged + 1 })),
      state,
    );
    const { run } = state;
    if (!run) return urged;
    const repeats =
      policyOf(ruleSet, state.policy).ladders[MONTH_LADDER]?.find(({ id }) => id === rung)?.repeat !== undefined;
    const repetition = run.done.includes(rung) ? (run.repeat?.count ?? 0) + 1 : 0;
    return { ...urged, run: rungFired(run, { rung, repetition, repeats, due }) };
  },
  progressUrgeSkipped: (state, { payload: { rung } }) =>
    state.run ? { ...state, run: rungDone(state.run, rung) } : state,
  monthClosed: (state, { payload: { snapshot } }) => ({ ...state, status: "closed", snapshot }),
  bulletinDrafted: foldBulletin("bulletinDrafted"),
  bulletinApproved: foldBulletin("bulletinApproved"),
  bulletinSigned: foldBulletin("bulletinSigned"),
  bulletinSent: foldBulletin("bulletinSent"),
};

const isOfMonth = (row: { readonly type: string }): row is { readonly type: MonthEventType } =>
  Object.hasOwn(folds, row.type);

function apply<T extends MonthEventType>(
  state: MonthState,
  row: Row<T> & { readonly type: T },
  ruleSet: RuleSet,
): MonthState {
  return folds[row.type](state, row, ruleSet);
}

export function applyMonthRows(state: MonthState, rows: readonly (NewRow | LedgerRow)[], ruleSet: RuleSet): MonthState {
  return rows.reduce<MonthState>((before, row) => {
    if (!isOfMonth(row)) throw new Error(`the month's ledger holds a row of another stream's type, ${row.type}`);
    const seq = before.seq + 1;
    return { ...apply(before, { ...row, seq }, ruleSet), seq };
  }, state);
}

/** Units whose head has not confirmed an answer yet, in the order in which they were asked. */
export const unanswered = ({ requests }: Pick<MonthState, "requests">): RequestState[] =>
  Object.values(requests).filter(({ everConfirmed }) => !everConfirmed);
