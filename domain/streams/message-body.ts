/** What streams tell one another, by kind: the shapes of messages. How they are named, written and read: messages.ts. */
import { toldFinding, undoneFinding } from "../ledger/inspection-events.js";
import { toldFigure } from "../ledger/register-events.js";
import { toldProgress } from "../ledger/month-events.js";
import { sentOrder } from "../ledger/plan-orders.js";
import type { OrderMessage } from "./orders.js";
import { cases, day, fields, number, optional, text, type TypeOf } from "../ledger/shape.js";

const actor = fields({
  person: text,
  post: text,
  unit: text,
  onBehalfOf: optional(fields({ person: text, post: text })),
  inPlaceOf: optional(text),
  substituteFor: optional(text),
});

export const messageBody = cases({
  /** An order of the plan, to a task's stream. */
  order: fields({ key: text, actor, order: sentOrder }),
  /** 签收 of a unit's package, to a task's stream: what the unit was given by `assigned`, the package's day, is signed for. `key`: the request's. */
  packageSignature: fields({ key: text, actor, year: number, unit: text, assigned: day }),
  /** A line of an inspection failed: to the stream of the task that it is about. */
  finding: fields({ key: text, actor, round: text, visit: text, told: toldFinding }),
  /** A figure of a register moved: percentages of the items that it is told of. `actor`: whose act it was; absent: another version of the registers. */
  figure: fields({ key: text, actor: optional(actor), register: text, told: toldFigure }),
  /** Progress of items, as their unit's head confirmed it with the month's answer. */
  progress: fields({ key: text, actor, month: text, unit: text, told: toldProgress }),
  /** An objection was granted: what a round found does not stand. */
  findingWithdrawn: fields({ key: text, actor, round: text, visit: text, undone: undoneFinding, reason: text }),
});

/** Everything that one stream tells another. */
export type Message = OrderDelivery | PackageSignature | FindingTold | FindingUndone | FigureTold | ProgressTold;
/** An order of the plan, to a task's stream. */
export interface OrderDelivery extends OrderMessage {
  readonly kind: "order";
}
export type PackageSignature = Extract<TypeOf<typeof messageBody>, { readonly kind: "packageSignature" }>;
export type ProgressTold = Extract<TypeOf<typeof messageBody>, { readonly kind: "progress" }>;
export type FindingTold = Extract<TypeOf<typeof messageBody>, { readonly kind: "finding" }>;
export type FigureTold = Extract<TypeOf<typeof messageBody>, { readonly kind: "figure" }>;
export type FindingUndone = Extract<TypeOf<typeof messageBody>, { readonly kind: "findingWithdrawn" }>;

/**
 * Recorded by the receiver in the transaction that sends it, all but orders: a line that failed and its finding are there together, or
 * neither is; so are the rows of a register and the percentages that follow from them, a month's answer and its progress, a unit's
 * signature for its package and those for what it holds. An order may concern every item of every task: each task takes it by itself.
 */
export const isToldAtOnce = ({ kind }: Message): boolean => kind !== "order";

/** A message on its way. `key` names it for ever; `to`: the receiving stream. */
export interface StreamMessage {
  readonly key: string;
  readonly to: string;
  readonly body: Message;
}
