/**
 * A task's stream: the compact state of all its items, and the two things that happen to it: commands are decided
 * and due steps fire. Pure; the task workflow and a rehearsal without a server run the same functions.
 */
import { CalendarYearMissing } from "../plan/calendar.js";
import type { Command, Refusal } from "../items/commands.js";
import { dueWith, upcoming, withNextDue } from "../items/due.js";
import { deliveryCheck } from "../items/delivery.js";
import { evolveItem } from "../items/evolve.js";
import { registeredItem } from "../items/registered-item.js";
import { rowsFor } from "../items/firing.js";
import { contextFor } from "../ladder/subject.js";
import { existingOf, importRows, type RunningImport } from "../items/existing.js";
import type { RuleSet } from "../plan/rule-set.js";
import { commandOf, isNote, type OrderMessage, type TaskHead } from "./orders.js";
import type { PlannedItem } from "../plan/bundle.js";
import { dateAt } from "../plan/plan-date.js";
import { type ItemRow, itemRow } from "../items/item-row.js";
import type { LedgerRow, NewRow, Outcome } from "../ledger/record.js";
import { findingItemOf, findingRows } from "./apply-finding.js";
import { applyFigure, applyProgress } from "./apply-progress.js";
import { type Batch, decideCommand } from "./task-batch.js";
import type { FindingTold, FindingUndone, Message, PackageSignature } from "./message-body.js";
import { ownsItem } from "./streams.js";
import { type ItemState, isOpen } from "../items/work-item.js";

export interface TaskState {
  readonly stream: string;
  readonly seq: number;
  /** Calendar version in use; 0 before the stream is opened. */
  readonly calendar: number;
  /** Open items by id; insertion order is the plan's order. Of a stream that is advanced only those concerned are loaded. */
  readonly items: Readonly<Record<string, ItemState>>;
  /** Closed and cancelled items by id: what names them is refused, save for what reopens them. */
  readonly ended: Readonly<Record<string, ItemState>>;
}

export function emptyTask(stream: string): TaskState {
  return { stream, seq: 0, calendar: 0, items: {}, ended: {} };
}

/** What opening a task's stream records: one row for the stream and one 立项 for each item. */
export function openingRows(
  task: { readonly no: number; readonly leadUnit: string },
  items: readonly PlannedItem[],
  versions: { readonly policy: number; readonly calendar: number },
  at: number,
  /** Live plans: what was running before, and what deciding on it needs. */
  running: { readonly imported: RunningImport; readonly ruleSet: RuleSet } | null = null,
): NewRow[] {
  const opened: NewRow = {
    type: "streamOpened",
    at,
    cause: "open",
    causeNo: 0,
    payload: { task: task.no, ...versions },
  };
  const registered = items.flatMap((item): NewRow[] => {
    const { id, ...planned } = item;
    const existing = existingOf(item, running?.imported ?? null);
    const moved =
      existing?.deadline === undefined ? {} : { deadline: existing.deadline, originalDeadline: item.deadline };
    const row: NewRow = {
      type: "registered",
      item: id,
      at,
      cause: `register/${id}`,
      causeNo: 0,
      payload: { ...planned, ...moved, leadUnit: task.leadUnit, policy: versions.policy },
    };
    if (!existing || !running) return [row];
    return [row, ...importRows(row, existing, running.imported.day, versions, running.ruleSet)];
  });
  return [opened, ...registered];
}

/** Folds rows into the state. Sequence numbers follow from the rows' count. */
export function applyRows(state: TaskState, rows: readonly (NewRow | LedgerRow)[], ruleSet: RuleSet): TaskState {
  const items = new Map(Object.entries({ ...state.items, ...state.ended }));
  const touched = new Set<string>();
  let calendar = state.calendar;
  for (const row of rows) {
    if (row.type === "streamOpened" || row.type === "calendarChanged") {
      calendar = row.payload.calendar;
      if (row.type === "calendarChanged") for (const id of items.keys()) touched.add(id);
    } else if (row.item !== undefined) {
      const item = evolveItem(items.get(row.item), row, calendar, ruleSet);
      items.set(row.item, item);
      touched.add(row.item);
    }
  }
  for (const id of touched) {
    const item = items.get(id) as ItemState;
    items.set(id, withNextDue(item, calendar, ruleSet));
  }
  return { ...state, seq: state.seq + rows.length, calendar, ...split(items.values()) };
}

/** The open items and those that have ended, each in the order given. */
function split(all: Iterable<ItemState>): Pick<TaskState, "items" | "ended"> {
  const items: Record<string, ItemState> = {};
  const ended: Record<string, ItemState> = {};
  for (const item of all) (isOpen(item) ? items : ended)[item.id] = item;
  return { items, ended };
}

/** The state of a stream as far as its items are loaded. */
export function taskStateOf(at: {
  readonly stream: string;
  readonly seq: number;
  readonly calendar: number;
  readonly items: readonly ItemState[];
}): TaskState {
  const { stream, seq, calendar, items } = at;
  return { stream, seq, calendar, ...split(items) };
}

/** What is stored of all items, the ended ones too. */
export function itemRows(state: TaskState, ruleSet: RuleSet): ItemRow[] {
  return [...Object.values(state.items), ...Object.values(state.ended)].map((item) =>
    itemRow(item, state.calendar, ruleSet),
  );
}

/** The stream's next due instant. */
export function nextDue(state: TaskState): number | null {
  let next: number | null = null;
  for (const item of Object.values(state.items)) {
    if (item.nextDue !== null && (next === null || item.nextDue < next)) next = item.nextDue;
  }
  return next;
}

/** Fires, item by item and rung by rung in order, all that is due at `now`. */
function fireDue(batch: Batch, ids: Iterable<string>, now: number, ruleSet: RuleSet): void {
  const fired: { readonly due: number; readonly row: NewRow }[] = [];
  for (const id of ids) {
    let item = batch.items.get(id);
    if (!item || item.nextDue === null || item.nextDue > now) continue;
    batch.looked.add(id);
    let due = 0;
    for (;;) {
      const action: ReturnType<typeof upcoming> = isOpen(item) ? upcoming(item, batch.calendar, ruleSet) : null;
      if (!action || action instanceof CalendarYearMissing || action.at > now) {
        batch.items.set(id, dueWith(item, action));
        break;
      }
      // Never before the item's step decided before it: a skip can bear an older date than what fired late.
      due = Math.max(due, action.at);
      const context = contextFor(item, batch.calendar, ruleSet);
      // What is known of a letter's delivery decides whether the step is still to come.
      const check = action.kind === "fire" ? deliveryCheck(item, action.rung, now, context) : undefined;
      for (const row of check ? [check] : rowsFor(item, action, now, context)) {
        fired.push({ due, row });
        item = evolveItem(item, row, batch.calendar, ruleSet);
      }
    }
  }
  // After an outage several instants are due at once: the ledger tells them in the order in which they were due.
  batch.rows.push(...fired.sort((a, b) => a.due - b.due));
}

/** 立项 of those items of an order that are this stream's. */
function register(
  stream: string,
  batch: Batch,
  { order, actor }: OrderMessage,
  now: number,
  ruleSet: RuleSet,
  cause: string,
): Omit<Outcome, "key"> | null {
  if (order.kind !== "registerItems") return null;
  const taken: string[] = [];
  const refused: Outcome["refused"][number][] = [];
  for (const { id, ...planned } of order.items.filter((item) => ownsItem(stream, item))) {
    const { no: _no, title: _title, ...head } = order.tasks.find(({ no }) => no === planned.task) ?? NO_HEAD;
    const payload = { ...planned, ...head, reason: order.reason };
    const row: NewRow<"registered"> = {
      type: "registered",
      item: id,
      at: now,
      cause,
      causeNo: taken.length + 1,
      actor,
      payload,
    };
    const item = withNextDue(registeredItem(row), batch.calendar, ruleSet);
    const refusal: Refusal | null =
      batch.items.has(id) || batch.ended.has(id)
        ? { code: "illegalStep", reason: `${id} is registered already` }
        : lateRefusal(item, now, ruleSet);
    if (refusal) {
      refused.push({ item: id, ...refusal });
      continue;
    }
    batch.rows.push({ due: now, row });
    batch.items.set(id, item);
    taken.push(id);
  }
  return { items: taken, refused };
}

function lateRefusal({ id, deadline, beyondCalendar }: ItemState, now: number, ruleSet: RuleSet): Refusal | null {
  const today = dateAt(now, ruleSet.offsetMinutes);
  if (deadline <= today)
    return { code: "badDate", reason: `the deadline of ${id}, ${deadline}, must be later than ${today}` };
  return beyondCalendar === null ? null : { code: "badDate", reason: new CalendarYearMissing(beyondCalendar).message };
}

/** A task that its order does not tell of has nobody who leads it. */
const NO_HEAD: TaskHead = { no: 0, title: "", leadUnit: "" };

/**
 * An order of the plan on this stream's items. It leaves a row of its own also where it concerned nothing. That each message is
 * given here once is its recording's concern, which knows what was applied.
 */
function applyOrder(stream: string, batch: Batch, message: OrderMessage, now: number, ruleSet: RuleSet): void {
  const { order, actor } = message;
  if (isNote(order)) throw new Error(`the order ${message.key} (${order.kind}) concerns no task's items`);
  const cause = `order/${message.key}`;
  const before = batch.rows.length;
  const command = commandOf(message, [...batch.items.values()]);
  const outcome = command
    ? decideCommand(batch, command, now, ruleSet, cause, 1)
    : register(stream, batch, message, now, ruleSet, cause);
  if (order.kind === "adoptCalendar" && order.version !== batch.calendar) {
    const payload = { from: batch.calendar, calendar: order.version, reason: order.reason };
    batch.rows.push({ due: now, row: { type: "calendarChanged", at: now, cause, causeNo: 1, actor, payload } });
    batch.calendar = order.version;
    for (const [id, item] of batch.items) batch.items.set(id, withNextDue(item, batch.calendar, ruleSet));
  }
  const refused = (outcome?.refused ?? []).map(({ item, code }) => ({ item, code }));
  const payload = { order: message.key, kind: order.kind, items: outcome?.items.length ?? 0, refused };
  const applied: NewRow = { type: "orderApplied", at: now, cause, causeNo: 0, actor, payload };
  batch.rows.splice(before, 0, { due: now, row: applied });
}

/** What a message brings: of the plan's stream an order or a signature, of a round's what was found. */
function applyMessage(stream: string, batch: Batch, message: TaskMessage, now: number, ruleSet: RuleSet): void {
  if ("order" in message) applyOrder(stream, batch, message, now, ruleSet);
  else if (message.kind === "packageSignature") applySignature(batch, message, now, ruleSet);
  else if (message.kind === "figure") applyFigure(batch, message, now, ruleSet);
  else if (message.kind === "progress") applyProgress(batch, message, now, ruleSet);
  else applyFinding(batch, message, now, ruleSet);
}

/** What reaches a task's stream; of an order its delivery, or the order itself. */
export type TaskMessage = Message | OrderMessage;

/**
 * 签收 of a unit's package: all that it was given by the package's day and has not signed for is signed for with it, by whoever signed.
 * It leaves a row of its own also where nothing was left to sign for.
 */
function applySignature(batch: Batch, message: PackageSignature, now: number, ruleSet: RuleSet): void {
  const { key, actor, year, unit, assigned } = message;
  const isMeant = ({ status, primaryUnit, signForRun }: ItemState): boolean =>
    status === "assigned" && primaryUnit === unit && signForRun !== null && signForRun.anchor <= assigned;
  const items = [...batch.items.values()].filter(isMeant).map(({ id }) => id);
  const cause = `package/${key}`;
  const before = batch.rows.length;
  const outcome = decideCommand(batch, { kind: "signFor", key, actor, items }, now, ruleSet, cause, 1);
  const payload = { signature: key, year, unit, items: outcome.items.length };
  batch.rows.splice(before, 0, {
    due: now,
    row: { type: "packageApplied", at: now, cause, causeNo: 0, actor, payload },
  });
}

/** What an inspection found, or what of it an objection undid, on its rectification item. */
function applyFinding(batch: Batch, message: FindingTold | FindingUndone, now: number, ruleSet: RuleSet): void {
  const id = findingItemOf(message);
  let item = batch.items.get(id) ?? batch.ended.get(id);
  const open = [...batch.items.values()].filter(isOpen);
  for (const row of findingRows(item, message, { now, calendar: batch.calendar, ruleSet, open })) {
    batch.rows.push({ due: now, row });
    item = row.item === undefined ? item : evolveItem(item, row, batch.calendar, ruleSet);
  }
  if (item) batch.items.set(id, withNextDue(item, batch.calendar, ruleSet));
}

export interface Decided {
  readonly rows: readonly NewRow[];
  readonly outcomes: readonly Outcome[];
  /** The state once the rows are recorded. */
  readonly state: TaskState;
  readonly changed: readonly ItemRow[];
}

/**
 * Decides everything queued and everything due at `now`, in this order: what time has brought, then messages (the plan's orders and
 * signatures, what inspections found) and what these bring due (skips, a catch-up at this very instant), then the commands, each with what
 * it brings due: whether commands come together or one by one, the rows are the same. `state` has all items that the orders may concern, those that the commands name
 * and those that are due. `due` false: what is due waits.
 */
export function decideBatch(
  state: TaskState,
  commands: readonly Command[],
  now: number,
  ruleSet: RuleSet,
  messages: readonly TaskMessage[] = [],
  due = true,
): Decided {
  const batch: Batch = {
    items: new Map(Object.entries(state.items)),
    ended: new Map(Object.entries(state.ended)),
    rows: [],
    looked: new Set(),
    calendar: state.calendar,
  };
  const all = Object.keys(state.items);
  if (due) fireDue(batch, all, now, ruleSet);
  for (const message of messages) applyMessage(state.stream, batch, message, now, ruleSet);
  if (due && messages.length > 0) fireDue(batch, [...batch.items.keys()], now, ruleSet);
  const outcomes = commands.map((command) => {
    const outcome = decideCommand(batch, command, now, ruleSet);
    if (due) fireDue(batch, new Set(command.items), now, ruleSet);
    return outcome;
  });

  const rows = batch.rows.map((entry) => entry.row);
  const touched = new Set(rows.flatMap((row) => (row.item === undefined ? [] : [row.item])));
  for (const id of batch.looked) touched.add(id);
  // Another calendar moves the due instants of items that no row speaks of.
  if (batch.calendar !== state.calendar) for (const id of all) touched.add(id);
  const after = split(new Map([...batch.ended, ...batch.items]).values());
  return {
    rows,
    outcomes,
    state: { ...state, seq: state.seq + rows.length, calendar: batch.calendar, ...after },
    changed: [...touched].map((id) => itemRow(batch.items.get(id) as ItemState, batch.calendar, ruleSet)),
  };
}
