/**
 * Messages from one stream to another: written as rows with the sender's events, signalled by key, and marked as applied with
 * the receiver's events, by a release whose rules for the receiver understand them.
 */
import type { Actor, LedgerRow, NewRow } from "../ledger/record.js";
import { sentOrder } from "../ledger/plan-orders.js";
import type { EventOf } from "../ledger/events.js";
import { cases, day, fields, matches, number, optional, text } from "../ledger/shape.js";
import type { PlanDate } from "../plan/plan.js";
import type { OrderMessage } from "./orders.js";

/** An order of the plan, to a task's stream. */
export interface OrderDelivery extends OrderMessage {
  readonly kind: "order";
}

/** 签收 of a unit's package, to a task's stream: what the unit was given by `assigned`, the package's day, is signed for. */
export interface PackageSignature {
  readonly kind: "packageSignature";
  /** The key of the request. */
  readonly key: string;
  readonly actor: Actor;
  readonly year: number;
  readonly unit: string;
  readonly assigned: PlanDate;
}

/** Everything that one stream tells another. */
export type Message = OrderDelivery | PackageSignature;

/** A message on its way. `key` names it for ever; `to`: the receiving stream. */
export interface StreamMessage {
  readonly key: string;
  readonly to: string;
  readonly body: Message;
}

/** Names the message that takes an order, or a signature, to a stream. */
export function messageKey(order: Pick<OrderMessage, "key">, to: string): string {
  return `${order.key}>${to}`;
}

/** The order that a message takes. */
export const orderKeyOf = (message: string): string => message.slice(0, message.lastIndexOf(">"));

/** The messages that a row of the plan's stream sends: an order, or a signature, goes to each stream it names. */
export function messagesOf(row: NewRow | LedgerRow): StreamMessage[] {
  if (!row.actor || (row.type !== "orderGiven" && row.type !== "packageSignedFor")) return [];
  const key = row.cause.slice("cmd/".length);
  const body = bodyOf(row, key, row.actor);
  return row.payload.streams.map((to) => ({ key: messageKey({ key }, to), to, body }));
}

function bodyOf(row: EventOf<"orderGiven" | "packageSignedFor">, key: string, actor: Actor): Message {
  if (row.type === "orderGiven") return { kind: "order", key, actor, order: row.payload.order };
  const { year, holder, assigned } = row.payload;
  return { kind: "packageSignature", key, actor, year, unit: holder.id, assigned };
}

const actor = fields({
  person: text,
  post: text,
  unit: text,
  onBehalfOf: optional(fields({ person: text, post: text })),
  inPlaceOf: optional(text),
  substituteFor: optional(text),
});

const message = cases({
  order: fields({ key: text, actor, order: sentOrder }),
  packageSignature: fields({ key: text, actor, year: number, unit: text, assigned: day }),
});

/** A message as it was stored; null for one of a kind that this release does not know, or that says what it cannot read. */
export function decodeMessage(body: unknown): Message | null {
  return matches(message, body) ? body : null;
}
