/**
 * Messages from one stream to another: written as rows with the sender's events, signalled by key, and marked as applied with
 * the receiver's events, by a release whose rules for the receiver understand them.
 */
import type { ToldFinding } from "../ledger/inspection-events.js";
import type { EventOf } from "../ledger/events.js";
import type { Actor, LedgerRow, NewRow } from "../ledger/record.js";
import { matches } from "../ledger/shape.js";
import { type Message, messageBody, type StreamMessage } from "./message-body.js";
import type { OrderMessage } from "./orders.js";
import type { ToldFigure } from "../ledger/register-events.js";
import { registerOfStream } from "../registers/register-name.js";
import { monthOfStream } from "../months/month-name.js";
import { roundOf } from "../inspections/round-name.js";

export type { Message, OrderDelivery, PackageSignature, StreamMessage } from "./message-body.js";

/** Names the message that takes an order, or a signature, to a stream. */
export function messageKey(order: Pick<OrderMessage, "key">, to: string): string {
  return `${order.key}>${to}`;
}

/** The order that a message takes. */
export const orderKeyOf = (message: string): string => message.slice(0, message.lastIndexOf(">"));

/** The messages that a row sends: an order, or a signature, goes to each stream it names, a finding to the stream of its task, progress to those of its items. */
export function messagesOf(row: NewRow | LedgerRow, stream: string): StreamMessage[] {
  if (row.type === "figuresMoved") return row.payload.told.map((told) => figureMessage(row, stream, told));
  if (!row.actor) return [];
  const { actor } = row;
  switch (row.type) {
    case "orderGiven":
    case "packageSignedFor": {
      const key = row.cause.slice("cmd/".length);
      const body = planBody(row, key, actor);
      return row.payload.streams.map((to) => ({ key: messageKey({ key }, to), to, body }));
    }
    case "progressConfirmed": {
      const { unit, version, told } = row.payload;
      return told.map((of) => {
        const key = `${stream}/${unit}/v${version}/${of.to}`;
        return { key, to: of.to, body: { kind: "progress", key, actor, month: monthOfStream(stream), unit, told: of } };
      });
    }
    case "checkSubmitted": {
      const { visit, findings } = row.payload;
      return findings.map((told) => findingMessage({ stream, actor, visit, told }, `${visit}/${told.line}`));
    }
    case "systemicDecided": {
      const { told } = row.payload;
      return told ? [findingMessage({ stream, actor, visit: "", told }, `systemic/${told.line}/${told.cause}`)] : [];
    }
    case "objectionDecided": {
      const { visit, no, withdrawn, reason } = row.payload;
      return withdrawn.map((undone) => {
        const key = `${stream}/${visit}/objection/${no}/${undone.item}`;
        const body = { kind: "findingWithdrawn", key, actor, round: roundOf(stream), visit, undone, reason } as const;
        return { key, to: undone.to, body };
      });
    }
    default:
      return [];
  }
}

function planBody(row: EventOf<"orderGiven" | "packageSignedFor">, key: string, actor: Actor): Message {
  if (row.type === "orderGiven") return { kind: "order", key, actor, order: row.payload.order };
  const { year, holder, assigned } = row.payload;
  return { kind: "packageSignature", key, actor, year, unit: holder.id, assigned };
}

function figureMessage(
  { actor, cause, causeNo }: Pick<NewRow, "actor" | "cause" | "causeNo">,
  stream: string,
  told: ToldFigure,
): StreamMessage {
  const key = `${stream}/${cause}/${causeNo}/${told.figure}>${told.to}`;
  const register = registerOfStream(stream);
  return { key, to: told.to, body: { kind: "figure", key, register, told, ...(actor && { actor }) } };
}

function findingMessage(
  of: { readonly stream: string; readonly actor: Actor; readonly visit: string; readonly told: ToldFinding },
  about: string,
): StreamMessage {
  const { stream, actor, visit, told } = of;
  const key = `${stream}/${about}`;
  return { key, to: told.to, body: { kind: "finding", key, actor, round: roundOf(stream), visit, told } };
}

/** Marks the rows that a message brings about: the key is all that says later that it was applied. */
const MESSAGE_CAUSE = "message/";
export const causeOfMessage = (key: string): string => `${MESSAGE_CAUSE}${key}`;
/** The message that a row was brought about by; null: it was none. Orders have causes of their own. */
export const messageOfCause = (cause: string): string | null =>
  cause.startsWith(MESSAGE_CAUSE) ? cause.slice(MESSAGE_CAUSE.length) : null;

/** A message as it was stored; null for one of a kind that this release does not know, or that says what it cannot read. */
export function decodeMessage(body: unknown): Message | null {
  return matches(messageBody, body) ? body : null;
}
