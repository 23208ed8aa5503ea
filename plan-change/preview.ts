/**
 * What a change moves: the orders are decided on copies of the streams by the functions the workflows decide with, and both
 * worlds are followed to the end of every ladder.
 */
import type { RuleSet } from "../domain/plan/rule-set.js";
import type { PlanOrder } from "../domain/streams/orders.js";
import type { PlanDate } from "../domain/plan/plan.js";
import type { PlanBundle } from "../domain/plan/bundle.js";
import { decidePlan, type PlanState } from "../domain/streams/plan-stream.js";
import type { ItemPlace } from "../domain/people/recipients.js";
import type { Actor, NewRow } from "../domain/ledger/record.js";
import { applyRows, decideBatch, emptyTask, openingRows, type TaskState } from "../domain/streams/task-stream.js";
import type { ItemState } from "../domain/items/work-item.js";
import type { PreviewedNotice, PreviewedRow } from "../prisma/notices/notice-preview.js";
import { pairs } from "./entries.js";
import { forecast, type Step, stepOf } from "./forecast.js";
import type { Streams } from "./running.js";

export interface FromTo<T> {
  readonly from: T;
  readonly to: T;
}

/** Somebody whom a letter goes to. */
export interface Told {
  readonly role: "to" | "copy";
  readonly post: string;
  /** Null: nobody holds the post or any that stands in for it. */
  readonly person: string | null;
  readonly instrument: string;
}

/** What the change does to one open item. */
export interface MovedItem {
  readonly id: string;
  readonly task: number;
  readonly milestone: string;
  readonly deadline: FromTo<PlanDate> | null;
  readonly primaryUnit: FromTo<string> | null;
  readonly policy: FromTo<number> | null;
  readonly status: FromTo<string> | null;
  /** The next step that comes by itself, where it is another or comes at another instant. */
  readonly next: FromTo<Step | null> | null;
  /** Every step that comes by itself whose instant or kind changes; null: there is none on that side. */
  readonly steps: readonly FromTo<Step | null>[];
  /** Whom the next letter about it goes to, where these are others. */
  readonly told: FromTo<readonly Told[]> | null;
}

/** An item that the change registers. */
export interface RegisteredItem {
  readonly id: string;
  readonly task: number;
  readonly milestone: string;
  readonly primaryUnit: string;
  readonly assignOn: PlanDate;
  readonly deadline: PlanDate;
  readonly policy: number;
  /** Whether the change itself assigns it; else it is assigned on its day. */
  readonly assigned: boolean;
  readonly next: Step | null;
}

/** What is recorded on items at the moment at which the change is applied. */
export interface AtOnce {
  readonly item: string;
  readonly type: string;
  readonly rung: string | null;
  readonly told: readonly Told[];
}

/** The orders of a change, decided on copies. */
export interface Given {
  readonly before: Streams;
  readonly after: Streams;
  readonly rows: readonly NewRow[];
  /** Orders that the plan's stream would refuse, with its reason. */
  readonly refused: readonly { readonly order: PlanOrder; readonly reason: string }[];
  /** Items that an order leaves out, with the reason. */
  readonly leftOut: readonly { readonly item: string; readonly code: string; readonly order: PlanOrder["kind"] }[];
}

/** One order after another, each of them decided by every stream that it concerns before the next is given. */
export function give(
  streams: Streams,
  orders: readonly PlanOrder[],
  actor: Actor,
  now: number,
  running: RuleSet,
  wanted: RuleSet,
): Given {
  const settled = [...streams.tasks].map(([name, task]) => [name, decideBatch(task, [], now, running).state] as const);
  const before: Streams = { plan: decidePlan(streams.plan, [], now, running).state, tasks: new Map(settled) };
  const tasks = new Map(before.tasks);
  const rows: NewRow[] = [];
  const refused: Given["refused"][number][] = [];
  const leftOut: Given["leftOut"][number][] = [];
  let { plan } = before;
  for (const [no, order] of orders.entries()) {
    const decided = decidePlan(plan, [{ key: `preview-${no}`, actor, order }], now, wanted);
    plan = decided.state;
    for (const outcome of decided.outcomes) for (const { reason } of outcome.refused) refused.push({ order, reason });
    for (const { to, body } of decided.messages) {
      const task = tasks.get(to) ?? begun(to, plan, now, wanted);
      const answer = decideBatch(task, [], now, wanted, [body]);
      tasks.set(to, answer.state);
      rows.push(...answer.rows.filter((row) => row.item !== undefined));
      for (const row of answer.rows)
        if (row.type === "orderApplied")
          for (const { item, code } of row.payload.refused) leftOut.push({ item, code, order: order.kind });
    }
  }
  return { before, after: { plan, tasks }, rows, refused, leftOut };
}

/** A stream that an order begins: open, and without items. */
function begun(stream: string, plan: PlanState, now: number, ruleSet: RuleSet): TaskState {
  const info = plan.streams.find((each) => each.stream === stream);
  const rows = openingRows({ no: info?.task ?? 0, leadUnit: "" }, [], plan, now);
  return applyRows(emptyTask(stream), rows, ruleSet);
}

export function openItems(streams: Streams): Map<string, ItemState> {
  return new Map([...streams.tasks.values()].flatMap(({ items }) => Object.entries(items)));
}

interface World {
  readonly streams: Streams;
  readonly ruleSet: RuleSet;
  readonly bundle: PlanBundle;
}

/** Tells whom rows would be told to under a bundle. */
export type NoticePreview = (rows: readonly PreviewedRow[], bundle: PlanBundle) => Promise<PreviewedNotice[][]>;

export interface Moves {
  readonly items: readonly MovedItem[];
  readonly registered: readonly RegisteredItem[];
  readonly atOnce: readonly AtOnce[];
}

const placeOf = ({ village, township, primaryUnit }: ItemState): ItemPlace => ({ village, township, primaryUnit });

const toldOf = (notices: readonly PreviewedNotice[]): Told[] =>
  notices.map(({ role, post, person, instrument }) => ({ role, post, person, instrument }));

/** Both worlds side by side, item by item. */
export async function movesOf(
  before: World,
  after: World,
  given: readonly NewRow[],
  notices: NoticePreview,
): Promise<Moves> {
  const old = foresee(before, new Map());
  const young = foresee(after, old);
  const [oldTold, youngTold] = [await nextTold(old, before, notices), await nextTold(young, after, notices)];
  const items = [...old.keys()].flatMap((id): MovedItem[] => {
    const [was, is] = [old.get(id), young.get(id)];
    if (!was || !is) return [];
    const moved = movedItem(was, is, oldTold.get(id) ?? [], youngTold.get(id) ?? []);
    return moved ? [moved] : [];
  });
  const registered = [...young].flatMap(([id, is]) => (old.has(id) ? [] : [registeredItem(is)]));
  return { items, registered, atOnce: await atOnceOf(given, after, notices) };
}

interface Foreseen {
  readonly item: ItemState;
  readonly calendar: number;
  readonly rows: readonly NewRow[];
}

/** Every open item with what comes to it by itself. An item that `known` has in the very same state is not followed again. */
function foresee({ streams, ruleSet }: World, known: ReadonlyMap<string, Foreseen>): Map<string, Foreseen> {
  const found = new Map<string, Foreseen>();
  for (const { items, calendar } of streams.tasks.values())
    for (const [id, item] of Object.entries(items)) {
      const same = known.get(id);
      found.set(
        id,
        same?.item === item && same.calendar === calendar
          ? same
          : { item, calendar, rows: forecast(item, calendar, ruleSet) },
      );
    }
  return found;
}

/** Whom the first letter about each item goes to. */
async function nextTold(
  foreseen: ReadonlyMap<string, Foreseen>,
  { bundle }: World,
  notices: NoticePreview,
): Promise<Map<string, Told[]>> {
  const firsts = [...foreseen.values()].flatMap(({ item, rows }): PreviewedRow[] => {
    const row = rows.find((each) => (each.notices?.length ?? 0) > 0);
    return row ? [{ row, place: placeOf(item) }] : [];
  });
  const found = await notices(firsts, bundle);
  return new Map(firsts.map(({ row }, index) => [row.item ?? "", toldOf(found[index] ?? [])]));
}

async function atOnceOf(given: readonly NewRow[], after: World, notices: NoticePreview): Promise<AtOnce[]> {
  const items = openItems(after.streams);
  const rows = given.flatMap((row): PreviewedRow[] => {
    const item = items.get(row.item ?? "");
    return item ? [{ row, place: placeOf(item) }] : [];
  });
  const found = await notices(rows, after.bundle);
  return rows.map(({ row }, index) => ({
    item: row.item ?? "",
    type: row.type,
    rung: "rung" in row.payload ? row.payload.rung : null,
    told: toldOf(found[index] ?? []),
  }));
}

function fromTo<T>(from: T, to: T): FromTo<T> | null {
  return from === to ? null : { from, to };
}

const sameStep = (a: Step | null, b: Step | null): boolean =>
  a?.key === b?.key && a?.at === b?.at && a?.type === b?.type;

/** Steps that are not passed over. */
const comes = ({ type }: Step): boolean => type !== "rungSkipped";

function registeredItem({ item, rows }: Foreseen): RegisteredItem {
  const { id, task, milestone, primaryUnit, assignOn, deadline, policy, status } = item;
  const next = rows.map(stepOf).find(comes) ?? null;
  return { id, task, milestone, primaryUnit, assignOn, deadline, policy, assigned: status !== "registered", next };
}

function movedItem(was: Foreseen, is: Foreseen, told: readonly Told[], nowTold: readonly Told[]): MovedItem | null {
  const [old, young] = [was.rows.map(stepOf), is.rows.map(stepOf)];
  const steps = pairs(old, young, (step) => step.key).flatMap(([, from, to]): FromTo<Step | null>[] =>
    sameStep(from ?? null, to ?? null) ? [] : [{ from: from ?? null, to: to ?? null }],
  );
  const [next, then] = [old.find(comes) ?? null, young.find(comes) ?? null];
  const names = (list: readonly Told[]): string =>
    list
      .map(({ role, post, person }) => `${role} ${post} ${person}`)
      .sort()
      .join("\n");
  const moved: MovedItem = {
    id: was.item.id,
    task: was.item.task,
    milestone: was.item.milestone,
    deadline: fromTo(was.item.deadline, is.item.deadline),
    primaryUnit: fromTo(was.item.primaryUnit, is.item.primaryUnit),
    policy: fromTo(was.item.policy, is.item.policy),
    status: fromTo(was.item.status, is.item.status),
    next: sameStep(next, then) ? null : { from: next, to: then },
    steps,
    told: names(told) === names(nowTold) ? null : { from: told, to: nowTold },
  };
  const { deadline, primaryUnit, policy, status, next: other, told: others } = moved;
  const any = [deadline, primaryUnit, policy, status, other, others].some((part) => part !== null);
  return any || steps.length > 0 ? moved : null;
}
