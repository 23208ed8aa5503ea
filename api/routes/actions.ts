/** What people do to items: one route for each action (actions/catalogue.ts). */
import { z } from "zod";
import { ACTIONS, type Action } from "../actions/catalogue.js";
import { type ActionBody, perform } from "../actions/perform.js";
import { whoMay } from "../actions/rules.js";
import { planRoute, type Route } from "../route.js";
import { actingPost, type ActionAnswer, actionAnswer, itemIds, onBehalfOf } from "../schemas/actions.js";
import { sha256 } from "../schemas/parts.js";

const scan = sha256("The scan of the written 批示, uploaded to the item as evidence.").optional();

function bodyOf({ fields, leaders }: Action): z.ZodObject {
  return z.strictObject({ items: itemIds, post: actingPost, ...(leaders ? { onBehalfOf, scan } : {}), ...fields });
}

const STATUSES =
  "200 where all items were accepted, 207 where some were. Where the only item was refused, the problem is the refusal itself (409 for a step that is not the next one); where each of several was, 409 `allRefused` with their outcomes. Given once the ledger has it.";

function actionRoute(action: Action): Route {
  const { kind, name, description } = action;
  const may = whoMay(kind);
  return planRoute({
    method: "post",
    path: `/actions/${kind}`,
    tag: "actions",
    summary: `${name.zh} ${name.en}`,
    description: [description, `For: ${may.en}. 由${may.zh}办理。`, STATUSES].filter(Boolean).join("\n\n"),
    body: bodyOf(action),
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
      "evidenceMissing",
      "notDelivered",
      "temporalAway",
    ],
    handler: (call) => perform(action, { ...call, body: call.body as unknown as ActionBody }),
  });
}

export const ACTION_ROUTES: readonly Route[] = ACTIONS.map(actionRoute);
