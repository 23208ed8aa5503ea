/**
 * Messages from one stream to another: written as rows with the sender's events, signalled by key, and marked as applied with
 * the receiver's events, by a release whose rules for the receiver understand them.
 */
import type { LedgerRow, NewRow } from "../ledger/record.js";
import { sentOrder } from "../ledger/plan-orders.js";
import { cases, fields, matches, optional, text } from "../ledger/shape.js";
import type { OrderMessage } from "./orders.js";

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
export function messagesOf(row: NewRow | LedgerRow): StreamMessage[] {
  if (row.type !== "orderGiven" || !row.actor) return [];
  const { actor } = row;
  const { order, streams } = row.payload;
  const key = row.cause.slice("cmd/".length);
  return streams.map((to) => ({ key: messageKey({ key }, to), to, body: { kind: "order", key, actor, order } }));
}

const actor = fields({
  person: text,
  post: text,
  unit: text,
  onBehalfOf: optional(fields({ person: text, post: text })),
  inPlaceOf: optional(text),
  substituteFor: optional(text),
});

const message = cases({ order: fields({ key: text, actor, order: sentOrder }) });

/** A message as it was stored; null for one of a kind that this release does not know, or that says what it cannot read. */
export function decodeMessage(body: unknown): Message | null {
  return matches(message, body) ? body : null;
}
