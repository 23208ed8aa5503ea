/** What people do to items: one route for each act of the catalogue. */
import { inWords, wordsOf } from "../../domain/plan/words.js";
import { z } from "zod";
import { type ActKind, ACTS } from "../../domain/items/acts/catalogue.js";
import { type GivenOrderKind, ORDER_KINDS, ORDERS } from "../../domain/streams/order-entries.js";
import { bodyOfFields } from "../http/field-schemas.js";
import { ACTION_KINDS } from "./catalogue.js";
import { decideLetters } from "./instruments.js";
import { type ActionBody, perform } from "./perform.js";
import { giveOrder } from "./orders.js";
import { orderScope as scopeOf } from "./order-scope.js";
import { whoMay } from "./permissions.js";
import { planRoute, type Route } from "../serving/route.js";
import {
  actingPost,
  type ActionAnswer,
  actionAnswer,
  itemIds,
  letterIds,
  type LettersAnswer,
  lettersAnswer,
  onBehalfOf,
  orderAnswer,
  orderScope,
  orderScopeQuery,
} from "./schemas.js";
import { spoken } from "../http/schema-parts.js";

function bodyOf(kind: ActKind): z.ZodObject {
  const { fields, onBehalf } = ACTS[kind];
  const behalf = onBehalf === "office" ? { onBehalfOf } : {};
  return z.strictObject({ items: itemIds, post: actingPost, ...behalf, ...bodyOfFields(fields) });
}

const STATUSES =
  "200 where all items were accepted, 207 where some were. Where the only item was refused, the problem is the refusal itself (409 for a step that is not the next one); where each of several was, 409 `allRefused` with their outcomes. Given once the ledger has it.";

function actionRoute(kind: ActKind): Route {
  const { name, describe } = ACTS[kind];
  const may = whoMay(kind);
  return planRoute({
    method: "post",
    path: `/actions/${kind}`,
    tag: "actions",
    summary: `${name.zh} ${name.en}`,
    description: [describe, `For: ${may.en}. 由${may.zh}办理。`, STATUSES].filter(Boolean).join("\n\n"),
    body: bodyOf(kind),
    response: actionAnswer,
    changesWith: "answer",
    personal: true,
    idempotent: true,
    partly: ({ refused }: ActionAnswer) => refused > 0,
    problems: [
      "notYours",
      "ownWork",
      "unknownItem",
      "illegalStep",
      "suspended",
      "nothingPending",
      "allRefused",
      "planEnded",
      "badDate",
      "badValue",
      "computedPercent",
      "totalNotFixed",
      "belowTarget",
      "unrecordable",
      "evidenceMissing",
      "notDelivered",
      "temporalAway",
    ],
    handler: (call) => perform(kind, { ...call, body: call.body as unknown as ActionBody }),
  });
}

function orderRoute(kind: GivenOrderKind): Route {
  const { name, describe, fields } = ORDERS[kind];
  return planRoute({
    method: "post",
    path: `/orders/${kind}`,
    tag: "actions",
    summary: inWords(`${name.zh} ${name.en}`, wordsOf({}, "zh")),
    description: describe,
    body: z.strictObject({ post: actingPost, ...bodyOfFields(fields) }),
    response: orderAnswer,
    changesWith: "answer",
    personal: true,
    idempotent: true,
    problems: [
      "notYours",
      "unknownItem",
      "nothingPending",
      "planEnded",
      "badDate",
      "badValue",
      "notDelivered",
      "temporalAway",
    ],
    handler: (call) => giveOrder(kind, { ...call, body: call.body as Record<string, unknown> }),
  });
}

const lettersRoute = {
  method: "post",
  tag: "actions",
  response: lettersAnswer,
  changesWith: "answer",
  personal: true,
  idempotent: true,
  partly: ({ letters }: LettersAnswer) => letters.some(({ accepted, refused }) => accepted === 0 || refused > 0),
  problems: ["notYours", "unknownLetter", "allRefused", "badValue", "planEnded", "notDelivered", "temporalAway"],
} as const;

export const signLetters = planRoute({
  ...lettersRoute,
  path: "/letters/sign",
  summary: "Sign drafts 批量签发文书",
  description:
    "督办函 and 约谈建议 that wait for the office's signature, as letters: each with all the items it covers. Each is given the next 发文字号 of its series as it is signed, never before; merged, drafts of one kind to one recipient go out as one document under one number. 207 where not all was accepted.",
  body: z.strictObject({
    letters: letterIds,
    merge: z.boolean().default(false).meta({ description: "Sign all of them as one document, under one number." }),
    post: actingPost,
  }),
  handler: (call) => decideLetters("signInstrument", call),
});

export const holdLetters = planRoute({
  ...lettersRoute,
  path: "/letters/hold",
  summary: "Hold drafts 批量缓发文书",
  description: "Not to be signed for now; why stands in the ledger. They still lapse as they would unsigned.",
  body: z.strictObject({ letters: letterIds, reason: spoken("Why."), post: actingPost }),
  handler: (call) => decideLetters("holdInstrument", call),
});

export const getOrderScope = planRoute({
  method: "get",
  path: "/orders/scope",
  tag: "actions",
  summary: "What an order would touch 命令涉及的事项",
  description:
    "Counted by the very decision that carries the order out, on the items as they stand. Nothing is given by it; what stands otherwise by then is touched otherwise.",
  query: orderScopeQuery,
  response: orderScope,
  changesWith: "answer",
  problems: ["badValue"],
  async handler({ query: { order, ...fields }, ...call }) {
    return { order, ...(await scopeOf(order, fields, call)) };
  },
});

export const ACTION_ROUTES: readonly Route[] = [
  ...ACTION_KINDS.map(actionRoute),
  signLetters,
  holdLetters,
  getOrderScope,
  ...ORDER_KINDS.map(orderRoute),
];
