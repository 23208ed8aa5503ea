/**
 * The plan's own stream: which task streams there are, the orders given on the whole plan, the yearly packages (packages.ts), and the
 * monthly 久拖未决清单.
 * Pure, like `task-stream.ts`; the plan workflow runs it.
 */
import { CalendarYearMissing } from "../plan/calendar.js";
import type { Refusal } from "../items/commands.js";
import { calendarVersion, type RuleSet, policyOf } from "../plan/rule-set.js";
import type { Wanted } from "./kind.js";
import { messagesOf, type StreamMessage } from "./messages.js";
import {
  concerns,
  isNote,
  type OrderCommand,
  type PlanCommand,
  type PlanOrder,
  type SigningCommand,
} from "./orders.js";
import { malformedRefusal, noteRefusal, refusalOf, type Substitution } from "./order-refusals.js";
import * as packages from "./packages.js";
import type { TaskStreamInfo } from "./streams.js";
import type { PlanDate } from "../plan/plan.js";
import { dateAt, earliest, instantAt } from "../plan/plan-date.js";
import type { RoundStreamInfo } from "../ledger/inspection-events.js";
import type { MonthStreamInfo } from "../ledger/month-events.js";
import { monthAfter } from "../months/month-name.js";
import { announcedMonth, asksByMonth, type MonthDue, nextMonth } from "./announce-month.js";
import { announced, announcedSpecial, nextRound, type RoundDue } from "./announce-round.js";
import { streamsAfter } from "./streams.js";
import { malformedEvent } from "../ledger/codec.js";
import type { EventOf, PlanStreamEventType } from "../ledger/events.js";
import type { FoldedRow, LedgerRow, NewRow, NoticeDraft, Outcome } from "../ledger/record.js";

export interface PlanState {
  readonly stream: string;
  readonly seq: number;
  /** Calendar and policy version in use; 0 before the stream is opened. */
  readonly calendar: number;
  readonly policy: number;
  readonly streams: readonly TaskStreamInfo[];
  /** Month (`YYYY-MM`) of the newest list; that of the opening before the first. */
  readonly listedMonth: string;
  /** Inspection rounds that were announced. */
  readonly rounds: readonly RoundStreamInfo[];
  /** Names of those that nothing ran to hold: they have no stream. */
  readonly missed: readonly string[];
  /** Months that are asked about, without those that nothing ran to ask about; the newest announced; no month of before this day. */
  readonly months: readonly MonthStreamInfo[];
  readonly askedMonth: string;
  readonly monthsFrom: PlanDate;
  /** The day on which the plan was opened: rounds of before are none of it. */
  readonly openedOn: PlanDate;
  /** Substitutions that were not ended before their time and not over when the newest was given. */
  readonly substitutions: readonly Substitution[];
  readonly packages: packages.PackagesState;
}

export function emptyPlan(stream: string): PlanState {
  return {
    stream,
    seq: 0,
    calendar: 0,
    policy: 0,
    streams: [],
    listedMonth: "",
    rounds: [],
    missed: [],
    months: [],
    askedMonth: "",
    monthsFrom: "",
    openedOn: "",
    substitutions: [],
    packages: packages.NO_PACKAGES,
  };
}

/** What opening a plan records. `packagesFrom`: the day of its first packages. */
export function planOpeningRows(
  streams: readonly TaskStreamInfo[],
  versions: { readonly policy: number; readonly calendar: number },
  at: number,
  packagesFrom?: PlanDate,
): NewRow[] {
  const from = packagesFrom === undefined ? {} : { packagesFrom };
  return [{ type: "planOpened", at, cause: "open", causeNo: 0, payload: { streams, ...versions, ...from } }];
}

export function applyPlanRows(state: PlanState, rows: readonly (NewRow | LedgerRow)[], ruleSet: RuleSet): PlanState {
  return rows.reduce<PlanState>((before, row) => {
    if (!isOfPlan(row)) throw new Error(`the plan's ledger holds a row of another stream's type, ${row.type}`);
    return apply({ ...before, seq: before.seq + 1 }, row, ruleSet);
  }, state);
}

/** A substitution is known by the key of its order, which its row's cause has. */
type PlanRow<T extends PlanStreamEventType> = FoldedRow<T> & { readonly cause: string };
type Fold<T extends PlanStreamEventType> = (state: PlanState, row: PlanRow<T>, ruleSet: RuleSet) => PlanState;

const folds: { readonly [T in PlanStreamEventType]: Fold<T> } = {
  planOpened: (state, { payload, at }, ruleSet) => {
    const { calendar, policy, streams, packagesFrom } = payload;
    const openedOn = dateAt(at, ruleSet.offsetMinutes);
    const opened = packages.openedPackages(packagesFrom, openedOn);
    const monthsFrom = asksByMonth(ruleSet, policy) ? openedOn : "";
    return {
      ...state,
      calendar,
      policy,
      streams,
      listedMonth: monthOf(openedOn),
      openedOn,
      monthsFrom,
      packages: opened,
    };
  },
  monthAnnounced: (state, { payload: { month, missed } }) => ({
    ...state,
    askedMonth: month.month,
    months: missed ? state.months : [...state.months, month],
  }),
  roundAnnounced: (state, { payload: { round, streams, missed } }) => ({
    ...state,
    missed: missed ? [...state.missed, round.round] : state.missed,
    rounds: [...state.rounds, round],
    streams: [...state.streams, ...streams],
  }),
  longOverdueListed: (state, { payload }) => ({
    ...state,
    listedMonth: payload.month,
    packages: packages.listedPackages(state.packages, payload.month),
  }),
  packagesAssigned: (state, { payload }) => ({
    ...state,
    packages: packages.assignedPackages(state.packages, payload),
  }),
  packagesPressed: (state, { payload }) => ({ ...state, packages: packages.pressedPackages(state.packages, payload) }),
  packageSignedFor: (state, { payload }) => ({ ...state, packages: packages.signedPackage(state.packages, payload) }),
  orderGiven: (state, { payload, at, cause }, ruleSet) => {
    const today = dateAt(at, ruleSet.offsetMinutes);
    return substituted(orderedState(state, payload.order, at, ruleSet), payload.order, keyOf(cause), today);
  },
};

const isOfPlan = (row: NewRow | LedgerRow): row is NewRow<PlanStreamEventType> | LedgerRow<PlanStreamEventType> =>
  Object.hasOwn(folds, row.type);

function apply<T extends PlanStreamEventType>(state: PlanState, row: PlanRow<T>, ruleSet: RuleSet): PlanState {
  const fold: Fold<T> = folds[row.type];
  return fold(state, row, ruleSet);
}

/** New versions hold for the plan's own stream too; a policy adopted for some milestones only does not. */
function orderedState(state: PlanState, order: PlanOrder, at: number, ruleSet: RuleSet): PlanState {
  if (order.kind === "registerItems") return { ...state, streams: streamsAfter(state.streams, order, at) };
  if (order.kind === "adoptCalendar") return { ...state, calendar: order.version };
  if (order.kind === "adoptPolicy" && order.milestones === null)
    return { ...state, policy: order.version, monthsFrom: monthsFromThen(state, order.version, at, ruleSet) };
  return state;
}

/** A policy that is the first to ask by the month asks from the day on which it is adopted: nobody is asked about the past. */
function monthsFromThen(state: PlanState, version: number, at: number, ruleSet: RuleSet): PlanDate {
  if (!asksByMonth(ruleSet, version)) return "";
  return state.monthsFrom === "" ? dateAt(at, ruleSet.offsetMinutes) : state.monthsFrom;
}

/** The key of the order that a row was caused by. */
const keyOf = (cause: string): string => cause.slice(CAUSED_BY.length);
const CAUSED_BY = "cmd/";

function substituted(state: PlanState, order: PlanOrder, key: string, today: PlanDate): PlanState {
  const { substitutions } = state;
  switch (order.kind) {
    case "delegate": {
      const { post, principal, from, until, awaitsConsent = false } = order;
      const left = substitutions.filter((one) => one.until >= today);
      return { ...state, substitutions: [...left, { id: key, post, principal, from, until, awaitsConsent }] };
    }
    case "confirmDelegation": {
      const agreed = (one: Substitution): Substitution =>
        one.id === order.delegation ? { ...one, awaitsConsent: false } : one;
      return { ...state, substitutions: substitutions.map(agreed) };
    }
    case "endDelegation":
      return { ...state, substitutions: substitutions.filter(({ id }) => id !== order.delegation) };
    default:
      return state;
  }
}

const monthOf = (date: PlanDate): string => date.slice(0, 7);

/** The first working day of a month, or null where the calendar ends before it. */
function listingDay(month: string, state: PlanState, ruleSet: RuleSet): PlanDate | null {
  try {
    return calendarVersion(ruleSet, state.calendar).firstWorkingDayOnOrAfter(`${month}-01`);
  } catch (error) {
    if (error instanceof CalendarYearMissing) return null;
    throw error;
  }
}

/** The instant of the next monthly list, inspection round, month's request, or of what packages bring (docs/domain.md, "The ladder", "The plan as data"). */
export function nextPlanDue(state: PlanState, ruleSet: RuleSet): number | null {
  if (state.seq === 0) return null;
  const step = packages.nextPackageStep(state.packages, state, ruleSet);
  const round = nextRound(state, ruleSet)?.at ?? null;
  return earliest(nextListing(state, ruleSet), round, nextMonth(state, ruleSet)?.at ?? null, step?.at ?? null);
}

/** The instant of the next monthly list; null where the calendar ends before it. */
export function nextListing(state: PlanState, ruleSet: RuleSet): number | null {
  const day = listingDay(monthAfter(state.listedMonth), state, ruleSet);
  return day === null ? null : instantAt(day, policyOf(ruleSet, state.policy).firingTime, ruleSet.offsetMinutes);
}

/** Whom each list goes to and what stands on it is found in the recording transaction, from the items as recorded. */
const LIST: NoticeDraft = { instrument: "longOverdueList", delivery: "batched", to: [], copy: [], facts: {} };

export interface PlanDecided {
  readonly rows: readonly NewRow[];
  readonly outcomes: readonly Outcome[];
  readonly messages: readonly StreamMessage[];
  readonly state: PlanState;
}

/** The row of the monthly list that is due. */
function listingRow(state: PlanState, due: number, now: number, ruleSet: RuleSet): NewRow<"longOverdueListed"> {
  const month = monthAfter(state.listedMonth);
  // After an outage over several months only the newest list is sent: the older ones are out of date.
  const newer = listingDay(monthAfter(month), state, ruleSet);
  const stale =
    newer !== null && instantAt(newer, policyOf(ruleSet, state.policy).firingTime, ruleSet.offsetMinutes) <= now;
  const payload = { month, due: dateAt(due, ruleSet.offsetMinutes), sent: !stale };
  const row = { type: "longOverdueListed", at: now, cause: `list/${month}`, causeNo: 0, payload } as const;
  return stale ? row : { ...row, notices: [LIST] };
}

function roundRow(state: PlanState, round: RoundDue, now: number, ruleSet: RuleSet): NewRow<"roundAnnounced"> {
  const payload = announced(state, round, now, ruleSet);
  return { type: "roundAnnounced", at: now, cause: `round/${round.round}`, causeNo: 0, payload };
}

function monthRow(month: MonthDue, now: number, ruleSet: RuleSet): NewRow<"monthAnnounced"> {
  const payload = announcedMonth(month, now, ruleSet);
  return { type: "monthAnnounced", at: now, cause: `month/${month.month}`, causeNo: 0, payload };
}

/** The special round that an order asks for. */
function specialRoundRow(
  { cause, actor }: NewRow,
  order: Extract<PlanOrder, { readonly kind: "openRound" }>,
  state: PlanState,
  now: number,
  ruleSet: RuleSet,
): NewRow<"roundAnnounced"> {
  const payload = announcedSpecial(state, order, now, ruleSet);
  return { type: "roundAnnounced", at: now, cause, causeNo: 1, ...(actor ? { actor } : {}), payload };
}

/** What of the plan's own is due by `now`, the earliest; of one morning packages, then rounds, then the month's request, then the list. Null: nothing is. */
function dueRow(state: PlanState, now: number, settled: boolean, ruleSet: RuleSet): NewRow | null {
  const listing = settled ? nextListing(state, ruleSet) : null;
  const step = packages.nextPackageStep(state.packages, state, ruleSet);
  const round = nextRound(state, ruleSet);
  const month = nextMonth(state, ruleSet);
  const first = earliest(listing, step?.at ?? null, round?.at ?? null, month?.at ?? null);
  if (first === null || first > now) return null;
  if (step?.at === first) return packages.packageRow(step, state.packages, state, now, ruleSet);
  if (round?.at === first) return roundRow(state, round, now, ruleSet);
  return month?.at === first ? monthRow(month, now, ruleSet) : listingRow(state, first, now, ruleSet);
}

/**
 * Decides what is due of the plan's own and what is queued, in this order. `due` false: lists, rounds and packages wait, though they
 * are due; `settled` false: lists do, which tell of what the tasks record.
 */
export function decidePlan(
  before: PlanState,
  commands: readonly PlanCommand[],
  now: number,
  ruleSet: RuleSet,
  { due = true, settled = true }: Partial<Pick<Wanted, "due" | "settled">> = {},
): PlanDecided {
  const rows: NewRow[] = [];
  const outcomes: Outcome[] = [];
  const messages: StreamMessage[] = [];
  let state = before;
  const add = (row: NewRow): void => {
    rows.push(row);
    state = applyPlanRows(state, [row], ruleSet);
  };
  for (let row = due ? dueRow(state, now, settled, ruleSet) : null; row; row = dueRow(state, now, settled, ruleSet))
    add(row);
  for (const command of commands) {
    const { row, refused } = isSigning(command)
      ? toldApart(packages.signingRow(command, state.packages, state.streams, now, ruleSet))
      : orderRow(command, state, now, ruleSet);
    if (row) {
      add(row);
      messages.push(...messagesOf(row, state.stream));
      if (row.type === "orderGiven" && row.payload.order.kind === "openRound")
        add(specialRoundRow(row, row.payload.order, state, now, ruleSet));
    }
    outcomes.push({
      key: command.key,
      items: row ? answeredItems(row) : [],
      refused: refused ? [{ item: "plan", ...refused }] : [],
    });
  }
  return { rows, outcomes, messages, state };
}

/** Whoever sends it may be of a newer release: an order may be of a kind that is not known here, and is then refused. */
const isSigning = (command: PlanCommand): command is SigningCommand => command.order.kind === "signForPackage";

/** The row of a command, or why there is none. */
interface Answered {
  readonly row?: NewRow<"orderGiven" | "packageSignedFor">;
  readonly refused?: Refusal;
}

function toldApart(answer: NewRow<"packageSignedFor"> | Refusal): Answered {
  if ("code" in answer) return { refused: answer };
  const fault = malformedEvent(answer);
  return fault === null ? { row: answer } : { refused: { code: "badValue", reason: fault } };
}

function orderRow(command: OrderCommand, state: PlanState, now: number, ruleSet: RuleSet): Answered {
  const refused =
    malformedRefusal(command) ?? refusalOf(command, state, ruleSet) ?? noteRefusal(command, state, now, ruleSet);
  if (refused) return { refused };
  const { key, actor, order } = command;
  const all = order.kind === "registerItems" ? streamsAfter(state.streams, order, now) : state.streams;
  const streams = all.filter((info) => concerns(order, info)).map(({ stream }) => stream);
  if (streams.length === 0 && !isNote(order))
    return { refused: { code: "unknownItem", reason: "the order concerns no task of this plan" } };
  return {
    row: {
      type: "orderGiven",
      at: now,
      cause: `${CAUSED_BY}${key}`,
      causeNo: 0,
      actor,
      payload: { order, streams },
    },
  };
}

/** What a request took effect on, as its answer says it: the streams that its order went to, or the plan where it is the plan's alone. */
export function answeredItems(row: EventOf<"orderGiven" | "packageSignedFor">): readonly string[] {
  return row.type === "orderGiven" && !isNote(row.payload.order) ? row.payload.streams : ["plan"];
}
