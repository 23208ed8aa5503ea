/**
 * The plan's own stream: which task streams there are, the orders given on the whole plan, and the monthly 久拖未决清单.
 * Pure, like `task-stream.ts`; the plan workflow runs it.
 */
import { CalendarYearMissing } from "../plan/calendar.js";
import type { Refusal } from "../items/commands.js";
import { type Delegation, overlapping } from "../people/delegations.js";
import { calendarVersion, hasCalendar, hasPolicy, newestChecklists, type RuleSet, policyOf } from "../plan/rule-set.js";
import { messagesOf, type StreamMessage } from "./messages.js";
import { concerns, isNote, isOrderKind, type PlanCommand, type PlanOrder } from "./orders.js";
import type { TaskStreamInfo } from "./streams.js";
import type { PlanDate } from "../plan/plan.js";
import { dateAt, dayNumber, earliest, instantAt } from "../plan/plan-date.js";
import type { RoundStreamInfo } from "../ledger/inspection-events.js";
import { announced, announcedSpecial, nextRound } from "./announce-round.js";
import { streamsAfter } from "./streams.js";
import { malformedEvent } from "../ledger/codec.js";
import type { PayloadOf, PlanStreamEventType } from "../ledger/events.js";
import type { Actor, FoldedRow, LedgerRow, NewRow, NoticeDraft, Outcome } from "../ledger/record.js";

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
  /** Names of those that nothing ran to hold: they have no stream. */
  readonly missed: readonly string[];
  /** The day on which the plan was opened: rounds of before are none of it. */
  readonly openedOn: PlanDate;
  /** Substitutions that were not ended before their time and not over when the newest was given. */
  readonly substitutions: readonly Substitution[];
}

/** `id`: the key of the order that began it. */
type Substitution = Pick<Delegation, "id" | "post" | "principal" | "from" | "until" | "awaitsConsent">;

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
    openedOn: "",
    substitutions: [],
  };
}

/** What opening a plan records. */
export function planOpeningRows(
  streams: readonly TaskStreamInfo[],
  versions: { readonly policy: number; readonly calendar: number },
  at: number,
): NewRow[] {
  return [{ type: "planOpened", at, cause: "open", causeNo: 0, payload: { streams, ...versions } }];
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
    const { calendar, policy, streams } = payload;
    const openedOn = dateAt(at, ruleSet.offsetMinutes);
    return { ...state, calendar, policy, streams, listedMonth: monthOf(openedOn), openedOn };
  },
  roundAnnounced: (state, { payload: { round, streams, missed } }) => ({
    ...state,
    missed: missed ? [...state.missed, round.round] : state.missed,
    rounds: [...state.rounds, round],
    streams: [...state.streams, ...streams],
  }),
  longOverdueListed: (state, { payload }) => ({ ...state, listedMonth: payload.month }),
  orderGiven: (state, { payload, at, cause }, { offsetMinutes }) =>
    substituted(orderedState(state, payload.order, at), payload.order, keyOf(cause), dateAt(at, offsetMinutes)),
};

const isOfPlan = (row: NewRow | LedgerRow): row is NewRow<PlanStreamEventType> | LedgerRow<PlanStreamEventType> =>
  Object.hasOwn(folds, row.type);

function apply<T extends PlanStreamEventType>(state: PlanState, row: PlanRow<T>, ruleSet: RuleSet): PlanState {
  const fold: Fold<T> = folds[row.type];
  return fold(state, row, ruleSet);
}

/** New versions hold for the plan's own stream too; a policy adopted for some milestones only does not. */
function orderedState(state: PlanState, order: PlanOrder, at: number): PlanState {
  if (order.kind === "registerItems") return { ...state, streams: streamsAfter(state.streams, order, at) };
  if (order.kind === "adoptCalendar") return { ...state, calendar: order.version };
  if (order.kind === "adoptPolicy" && order.milestones === null) return { ...state, policy: order.version };
  return state;
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

function monthAfter(month: string): string {
  const [year = 0, no = 0] = month.split("-").map(Number);
  return no === 12 ? `${year + 1}-01` : `${year}-${String(no + 1).padStart(2, "0")}`;
}

/** The first working day of a month, or null where the calendar ends before it. */
function listingDay(month: string, state: PlanState, ruleSet: RuleSet): PlanDate | null {
  try {
    return calendarVersion(ruleSet, state.calendar).firstWorkingDayOnOrAfter(`${month}-01`);
  } catch (error) {
    if (error instanceof CalendarYearMissing) return null;
    throw error;
  }
}

/** The instant of the next monthly list (docs/domain.md, "The ladder") or inspection round. */
export function nextPlanDue(state: PlanState, ruleSet: RuleSet): number | null {
  return state.seq === 0 ? null : earliest(nextListing(state, ruleSet), nextRound(state, ruleSet)?.at ?? null);
}

function nextListing(state: PlanState, ruleSet: RuleSet): number | null {
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

/** What is recorded of the next thing due by `now`, a round or a month's list; null where nothing is. */
function dueRow(state: PlanState, now: number, ruleSet: RuleSet): NewRow | null {
  const [due, round] = [nextListing(state, ruleSet), nextRound(state, ruleSet)];
  if (round && round.at <= now && (due === null || round.at < due)) {
    const payload = announced(state, round, now, ruleSet);
    return { type: "roundAnnounced", at: now, cause: `round/${round.round}`, causeNo: 0, payload };
  }
  return due !== null && due <= now ? listRow(state, due, now, ruleSet) : null;
}

function listRow(state: PlanState, due: number, now: number, ruleSet: RuleSet): NewRow {
  const month = monthAfter(state.listedMonth);
  // After an outage over several months only the newest list is sent: the older ones are out of date.
  const newer = listingDay(monthAfter(month), state, ruleSet);
  const stale =
    newer !== null && instantAt(newer, policyOf(ruleSet, state.policy).firingTime, ruleSet.offsetMinutes) <= now;
  const payload = { month, due: dateAt(due, ruleSet.offsetMinutes), sent: !stale };
  const row: NewRow<"longOverdueListed"> = {
    type: "longOverdueListed",
    at: now,
    cause: `list/${month}`,
    causeNo: 0,
    payload,
  };
  return stale ? row : { ...row, notices: [LIST] };
}

/** Decides the rounds and lists that are due and the orders queued, in this order. `listing` false: lists wait, though they are due. */
export function decidePlan(
  before: PlanState,
  commands: readonly PlanCommand[],
  now: number,
  ruleSet: RuleSet,
  listing = true,
): PlanDecided {
  const rows: NewRow[] = [];
  const outcomes: Outcome[] = [];
  const messages: StreamMessage[] = [];
  let state = before;
  const add = (row: NewRow): void => {
    rows.push(row);
    state = applyPlanRows(state, [row], ruleSet);
  };
  while (listing) {
    const row = dueRow(state, now, ruleSet);
    if (row === null) break;
    add(row);
  }
  for (const command of commands) {
    const refusal =
      malformedRefusal(command) ?? refusalOf(command, state, ruleSet) ?? noteRefusal(command, state, now, ruleSet);
    const { order: asked } = command;
    const all = asked.kind === "registerItems" ? streamsAfter(state.streams, asked, now) : state.streams;
    const streams = refusal ? [] : all.filter((info) => concerns(asked, info));
    if (refusal || (streams.length === 0 && !isNote(command.order))) {
      const none: Refusal = { code: "unknownItem", reason: "the order concerns no task of this plan" };
      outcomes.push({ key: command.key, items: [], refused: [{ item: "plan", ...(refusal ?? none) }] });
      continue;
    }
    const { key, actor, order } = command;
    const names = streams.map((info) => info.stream);
    const given: NewRow<"orderGiven"> = {
      type: "orderGiven",
      at: now,
      cause: `${CAUSED_BY}${key}`,
      causeNo: 0,
      actor,
      payload: { order, streams: names },
    };
    add(given);
    if (order.kind === "openRound") {
      const payload = announcedSpecial(state, order, now, ruleSet);
      add({ type: "roundAnnounced", at: now, cause: given.cause, causeNo: 1, actor, payload });
    }
    messages.push(...messagesOf(given, state.stream));
    outcomes.push({ key, items: orderedItems(given.payload), refused: [] });
  }
  return { rows, outcomes, messages, state };
}

/** What an order took effect on, as its answer says it: the streams it went to, or the plan where it is a note. */
export function orderedItems({ order, streams }: PayloadOf<"orderGiven">): readonly string[] {
  return isNote(order) ? ["plan"] : streams;
}

/** Whoever sends an order may be of a newer release: what could not be read again is refused, never recorded. */
function malformedRefusal({ order }: PlanCommand): Refusal | null {
  const fault = malformedEvent({ type: "orderGiven", payload: { order, streams: [] } });
  return fault === null ? null : { code: "badValue", reason: fault };
}

function refusalOf({ actor, order }: PlanCommand, state: PlanState, ruleSet: RuleSet): Refusal | null {
  // Whoever sends it may be of a newer release: what is not known here is refused.
  if (!isOrderKind(order.kind)) return { code: "badValue", reason: `there is no order ${String(order.kind)}` };
  const { office } = ruleSet.bodies;
  if (actor.unit !== office && (!isNote(order) || order.kind === "changeDocuments" || order.kind === "openRound"))
    return { code: "notYours", reason: `orders on the whole plan are given by unit ${office}, not ${actor.unit}` };
  switch (order.kind) {
    case "suspendArea":
    case "resumeArea":
      if (order.townships.length + order.villages.length === 0)
        return { code: "badValue", reason: "the order names no township and no village" };
      return order.kind === "suspendArea" ? badDay(order.until, "the planned end") : null;
    case "changeReading":
      return badDay(order.deadline, "the new reading");
    case "handOver":
      return order.from === order.to ? { code: "badValue", reason: `both units are ${order.from}` } : null;
    case "adoptPolicy":
      return hasPolicy(ruleSet, order.version)
        ? null
        : { code: "badValue", reason: `there is no policy version ${order.version}: load it into the plan first` };
    case "handOverPost":
      return order.reason.trim() === "" ? { code: "badValue", reason: "a handover needs its reason" } : null;
    case "adoptCalendar":
      return badCalendar(order.version, state, ruleSet);
    case "registerItems":
      return badRegistration(order, ruleSet);
    case "openRound":
      return badSpecialRound(order, state, ruleSet);
    case "changeDocuments":
      return order.documents.length > 0 ? null : { code: "badValue", reason: "the order names no document" };
    case "delegate":
    case "confirmDelegation":
    case "endDelegation":
    case "logVisit":
      return null;
  }
}

/** A round needs a policy that says how it is held, checklists, and a place that there is. */
function badSpecialRound(
  { from, to, villages, reason }: Extract<PlanOrder, { kind: "openRound" }>,
  state: PlanState,
  ruleSet: RuleSet,
): Refusal | null {
  const wrong = badDay(from, "the first day") ?? badDay(to, "the last day");
  if (wrong) return wrong;
  if (!policyOf(ruleSet, state.policy).inspections || newestChecklists(ruleSet) === null)
    return { code: "badValue", reason: "the plan has no rules of inspections, or no checklists: load them first" };
  const known = new Set(ruleSet.documents?.roster.villages.map(({ id }) => id));
  const unknown = villages.find((id) => !known.has(id));
  if (villages.length === 0 || unknown !== undefined)
    return { code: "badValue", reason: unknown === undefined ? "the round names no village" : `there is no village ${unknown}` };
  if (to < from) return { code: "badDate", reason: `the last day ${to} must not lie before ${from}` };
  return reason.trim() === "" ? { code: "badValue", reason: "a special round needs its reason" } : null;
}

/** What can never be registered. What came too late for an item (its deadline) its stream refuses, and the order stands. */
function badRegistration(
  { items, reason }: Extract<PlanOrder, { kind: "registerItems" }>,
  ruleSet: RuleSet,
): Refusal | null {
  if (items.length === 0) return { code: "badValue", reason: "the order names no item" };
  if (reason.trim() === "") return { code: "badValue", reason: "a registration needs its reason" };
  const ids = new Set<string>();
  for (const { id, deadline, policy } of items) {
    if (ids.has(id)) return { code: "badValue", reason: `item ${id} is named twice` };
    ids.add(id);
    const wrong = badDay(deadline, `the deadline of ${id}`);
    if (wrong) return wrong;
    if (!hasPolicy(ruleSet, policy))
      return {
        code: "badValue",
        reason: `there is no policy version ${policy} for ${id}: load it into the plan first`,
      };
  }
  return null;
}

/** Who may say what the plan notes for itself is checked where the roster is; here that it makes sense, and is one's own. */
function noteRefusal(
  { actor, order }: PlanCommand,
  { substitutions }: PlanState,
  now: number,
  ruleSet: RuleSet,
): Refusal | null {
  const today = dateAt(now, ruleSet.offsetMinutes);
  switch (order.kind) {
    case "delegate": {
      const { post, principal, substitute, from, until } = order;
      const wrong = badDay(from, "the first day") ?? badDay(until, "the last day");
      if (wrong) return wrong;
      if (until < from || until < today)
        return { code: "badDate", reason: `the last day ${until} must not lie before ${from < today ? today : from}` };
      if (substitute === principal)
        return { code: "badValue", reason: `${substitute} holds ${post}: nobody substitutes for themselves` };
      if (substitute === actor.person)
        return { code: "badValue", reason: `${substitute} gives the order: nobody names themselves` };
      const other = overlapping(substitutions, order);
      if (other)
        return {
          code: "badValue",
          reason: `post ${post} has a substitute from ${other.from} to ${other.until}: one at a time; end that first`,
        };
      return onlyOwnPost(actor, post, ruleSet);
    }
    case "confirmDelegation": {
      const waiting = substitutions.find(({ id }) => id === order.delegation);
      if (!waiting?.awaitsConsent || waiting.post !== order.post)
        return { code: "nothingPending", reason: "no such substitution waits for its holder's consent" };
      return waiting.principal === actor.person && isOwnPost(actor, order.post)
        ? null
        : { code: "notYours", reason: `a substitution for post ${order.post} is confirmed by its holder in person` };
    }
    case "endDelegation":
      return onlyOwnPost(actor, order.post, ruleSet);
    case "logVisit":
      return (
        badDay(order.on, "the day") ??
        (order.on > today ? { code: "badDate", reason: `${order.on} lies ahead: what was done is logged` } : null)
      );
    default:
      return null;
  }
}

/** Of a post of one's own, not acted in for somebody else. */
const isOwnPost = (actor: Actor, post: string): boolean =>
  actor.post === post &&
  actor.substituteFor === undefined &&
  actor.inPlaceOf === undefined &&
  actor.onBehalfOf === undefined;

/** A post's holder names the substitute, or the office does; never a substitute another. */
function onlyOwnPost(actor: Actor, post: string, ruleSet: RuleSet): Refusal | null {
  if (actor.unit === ruleSet.bodies.office && actor.post !== post) return null;
  return isOwnPost(actor, post)
    ? null
    : {
        code: "notYours",
        reason: `a substitute for post ${post} is named by its holder or by unit ${ruleSet.bodies.office}`,
      };
}

function badDay(date: string, what: string): Refusal | null {
  try {
    dayNumber(date);
    return null;
  } catch {
    return { code: "badDate", reason: `${what} is not a date (YYYY-MM-DD): ${date}` };
  }
}

/** A calendar with fewer years than the present one would leave running ladders without days to count. */
function badCalendar(version: number, state: PlanState, ruleSet: RuleSet): Refusal | null {
  if (!hasCalendar(ruleSet, version))
    return { code: "badValue", reason: `there is no calendar version ${version}: load it into the plan first` };
  const years = (of: number): number[] => (ruleSet.calendars[String(of)]?.years ?? []).map((entry) => entry.year);
  const missing = years(state.calendar).filter((year) => !years(version).includes(year));
  return missing.length === 0
    ? null
    : { code: "badValue", reason: `calendar version ${version} lacks ${missing.join(", ")}, which the plan runs by` };
}
