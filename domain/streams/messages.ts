/**
 * Messages from one stream to another: written as rows with the sender's events, signalled by key, and marked as applied with
 * the receiver's events, by a release whose rules for the receiver understand them.
 */
import type { LedgerRow, NewRow } from "../ledger/record.js";
import { isOrderKind, type OrderMessage, type PlanOrder } from "./orders.js";

/** An order of the plan, to a task's stream. */
export interface OrderDelivery extends OrderMessage {
  readonly kind: "order";
}

/** Everything that one stream tells another. */
export type Message = OrderDelivery;

/** A message on its way. `key` names it for ever; `to`: the receiving stream. */
export interface StreamMessage {
  readonly key: string;
  readonly to: string;
  readonly body: Message;
}

/** Names the message that takes an order to a stream. */
export function messageKey(order: Pick<OrderMessage, "key">, to: string): string {
  return `${order.key}>${to}`;
}

/** The order that a message takes. */
export const orderKeyOf = (message: string): string => message.slice(0, message.lastIndexOf(">"));

/** The messages that a row of the plan's stream sends: an order goes to each stream it names. */
export function messagesOf({ type, cause, actor, payload }: NewRow | LedgerRow): StreamMessage[] {
  if (type !== "orderGiven" || !actor) return [];
  const key = cause.slice("cmd/".length);
  const order = payload.order as PlanOrder;
  return (payload.streams as readonly string[]).map((to) => ({
    key: messageKey({ key }, to),
    to,
    body: { kind: "order", key, actor, order },
  }));
}

/** A message as it was stored; null for one of a kind that this release does not know. */
export function decodeMessage(body: unknown): Message | null {
  if (typeof body !== "object" || body === null) return null;
  const { kind, key, order } = body as Partial<OrderDelivery>;
  const known = kind === "order" && typeof key === "string" && isOrderKind(order?.kind);
  return known ? (body as OrderDelivery) : null;
}
