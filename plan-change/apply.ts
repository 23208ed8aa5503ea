/**
 * Applies a change of a running plan: documents and change are written in one transaction, then the orders are given one by
 * one, each until every stream that it concerns has recorded it. What is cut off at any point is finished by the next apply.
 */
import type { OrderCommand } from "../domain/streams/orders.js";
import { orderKeyOf } from "../domain/streams/messages.js";
import { PLAN_STREAM } from "../domain/streams/streams.js";
import type { Outcome } from "../domain/ledger/record.js";
import { takeChangeLock, takeDriverLock } from "../prisma/database/driver-lock.js";
import { readRows } from "../prisma/ledger/stream-rows.js";
import {
  changeOfRequest,
  findPlan,
  newestChange,
  type NumberedChange,
  writeChange,
} from "../prisma/plans/plan-store.js";
import type { Pool } from "../prisma/database/pool.js";
import { clockForMessages, orderEffect, unappliedMessages } from "../prisma/ledger/stream-store.js";
import { begunRegisters } from "../prisma/sql/registers/statements.js";
import type { Clock } from "../workflows/messages.js";
import { isEmpty, type Prepared } from "./change.js";

/** What applying needs of Temporal. */
export interface ChangeGateway {
  order(planId: string, command: OrderCommand, clock: Clock | null): Promise<Outcome>;
  deliver(planId: string, stream: string, message: string, clock: Clock | null): Promise<void>;
  tick(planId: string, stream: string, clock: Clock): Promise<unknown>;
}

export interface ChangeDeps {
  readonly pool: Pool;
  readonly gateway: ChangeGateway;
}

/** Another process changes the plan, or moves the rehearsal's clock. Nothing was done; the same can be asked again. */
export class ChangeUnderWay extends Error {
  constructor(
    planId: string,
    readonly what: "change" | "clock",
  ) {
    super(
      what === "change"
        ? `another process is applying a change to ${planId}: wait until it is done, then look at the preview again`
        : `another process is moving the clock of ${planId}: pause it, then apply the change`,
    );
    this.name = "ChangeUnderWay";
  }
}

/** Streams that have not recorded an order although they were asked to. Applying again goes on from there. */
export class NotApplied extends Error {
  constructor(streams: readonly string[]) {
    super(
      `${streams.join(", ")} did not record the change: see that a worker runs, then apply again; nothing is done twice`,
    );
    this.name = "NotApplied";
  }
}

/** An order as the plan's ledger and its tasks' have it. */
export interface AppliedOrder {
  readonly command: OrderCommand;
  readonly streams: number;
  /** Items it took effect on. */
  readonly items: number;
}

export interface Applied {
  /** The change that an earlier apply had left half-way; null: there was none. */
  readonly finished: { readonly no: number; readonly orders: readonly AppliedOrder[] } | null;
  /** The change made now; null: there was nothing (more) to change. */
  readonly made: { readonly no: number; readonly orders: readonly AppliedOrder[] } | null;
}

/** Somebody's request to change the plan, which may come again: it is carried out once. */
export interface ChangeRequest {
  readonly id: string;
  /** What is kept with the change for the request's answer; asked after `prepare`. */
  about(): unknown;
}

/**
 * Finishes a change that was cut off, then makes the one that `prepare` answers, which must not be refused or lack
 * something. A request that has made its change before is told of that one. Throws ChangeUnderWay and NotApplied, and what
 * `prepare` throws.
 */
export async function applyChange(
  deps: ChangeDeps,
  planId: string,
  prepare: () => Promise<Prepared>,
  request: ChangeRequest | null = null,
): Promise<Applied> {
  const { pool } = deps;
  const lock = await takeChangeLock(pool, planId);
  if (!lock) throw new ChangeUnderWay(planId, "change");
  try {
    // A rehearsal's clock must stand still: its driver counts what is under way.
    const rehearsal = (await findPlan(pool, planId)).mode === "rehearsal";
    const driver = rehearsal ? await takeDriverLock(pool, planId) : null;
    if (rehearsal && !driver) throw new ChangeUnderWay(planId, "clock");
    try {
      return await applyLocked(deps, planId, prepare, request);
    } finally {
      await driver?.release();
    }
  } finally {
    await lock.release();
  }
}

async function applyLocked(
  deps: ChangeDeps,
  planId: string,
  prepare: () => Promise<Prepared>,
  request: ChangeRequest | null,
): Promise<Applied> {
  const last = await newestChange(deps.pool, planId);
  const open = last ? await ordersLeft(deps.pool, planId, last.change.orders) : [];
  const finished = last && open.length > 0 ? { no: last.no, orders: await giveAll(deps, planId, open) } : null;
  const before = request && (await changeOfRequest(deps.pool, planId, request.id));
  if (before)
    return { finished: finished?.no === before.no ? null : finished, made: await madeBefore(deps, planId, before) };
  const prepared = await prepare();
  if (isEmpty(prepared)) return { finished, made: null };
  const { documents, actor } = prepared;
  const no = (last?.no ?? 0) + 1;
  const orders = prepared.orders.map((order, index): OrderCommand => {
    if (actor === null) throw new Error("an order without an actor was to be applied");
    return { key: `change-${no}-${index + 1}-${order.kind}`, actor, order };
  });
  const asked = request ? { request: request.id, about: request.about() } : {};
  const record = { documents: documents.map(({ kind, version }) => ({ kind, version })), orders, ...asked };
  await writeChange(deps.pool, planId, no, documents, record);
  return { finished, made: { no, orders: await giveAll(deps, planId, orders) } };
}

async function madeBefore(
  { pool }: ChangeDeps,
  planId: string,
  { no, change }: NumberedChange,
): Promise<NonNullable<Applied["made"]>> {
  const orders = change.orders.map(async (command) => ({
    command,
    ...(await orderEffect(pool, planId, command.key)),
  }));
  return { no, orders: await Promise.all(orders) };
}

/** Orders that the plan's ledger has not, or that a stream has yet to record. */
async function ordersLeft(pool: Pool, planId: string, orders: readonly OrderCommand[]): Promise<OrderCommand[]> {
  const given = await givenKeys(pool, planId);
  const open = new Set((await unappliedMessages(pool, planId)).map(({ key }) => orderKeyOf(key)));
  return orders.filter(({ key }) => !given.has(`cmd/${key}`) || open.has(key));
}

async function givenKeys(pool: Pool, planId: string): Promise<Set<string>> {
  const rows = await readRows(pool, planId, PLAN_STREAM);
  return new Set(rows.filter(({ type }) => type === "orderGiven").map(({ cause }) => cause));
}

async function giveAll(deps: ChangeDeps, planId: string, orders: readonly OrderCommand[]): Promise<AppliedOrder[]> {
  const applied: AppliedOrder[] = [];
  for (const command of orders) applied.push(await giveOne(deps, planId, command));
  return applied;
}

/** A live plan's streams go by real time: a tick only asks them to answer. */
const NO_CLOCK: Clock = { version: 0, now: 0 };

async function giveOne({ pool, gateway }: ChangeDeps, planId: string, command: OrderCommand): Promise<AppliedOrder> {
  const clock = await clockForMessages(pool, planId);
  if (!(await givenKeys(pool, planId)).has(`cmd/${command.key}`)) await gateway.order(planId, command, clock);
  // The order is answered when it is recorded; a stream that it begins has its workflow once the plan's answers again.
  if (command.order.kind === "registerItems") await gateway.tick(planId, PLAN_STREAM, clock ?? NO_CLOCK);
  // Figures are computed by the new registers at once, and not when somebody next changes a row.
  if (command.order.kind === "changeDocuments" && command.order.documents.some(({ kind }) => kind === "registers"))
    for (const { name } of await begunRegisters.run(pool, { planId }))
      await gateway.tick(planId, name, clock ?? NO_CLOCK);
  const left = async (): Promise<{ to: string; key: string }[]> =>
    (await unappliedMessages(pool, planId)).filter(({ key }) => orderKeyOf(key) === command.key);
  // The plan's workflow has sent the message already, or was killed before it could. Sent once more, and with a tick whose
  // answer comes when the stream has recorded what came before it.
  await Promise.all(
    (await left()).map(async ({ to, key }) => {
      await gateway.deliver(planId, to, key, clock);
      await gateway.tick(planId, to, clock ?? NO_CLOCK);
    }),
  );
  const missing = (await left()).map(({ to }) => to);
  if (missing.length > 0) throw new NotApplied(missing);
  return { command, ...(await orderEffect(pool, planId, command.key)) };
}
