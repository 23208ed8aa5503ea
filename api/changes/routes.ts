/** The plan's documents, and how the office changes them while it runs. */
import { applyPreviewed, previewChange } from "./documents.js";
import { registerItems as register } from "./register-items.js";
import { documentText } from "../../loader/documents.js";
import { audit } from "../../prisma/accounts/audit-store.js";
import { type DocumentHead, documentHeads, documentVersion } from "../../prisma/plans/documents.js";
import { groupBy } from "../../domain/plan/group-by.js";
import { instantText } from "../http/instants.js";
import type { PlanView } from "../views/plan-view.js";
import { ProblemError } from "../http/problem.js";
import { planRoute } from "../serving/route.js";
import {
  applyBody,
  changeAnswer,
  documentParams,
  documentQuery,
  documents,
  planDocument,
  preview,
  previewBody,
  registerAnswer,
  type RegisterAnswer,
  registerBody,
} from "./schemas.js";

/** Documents are larger than what people say. */
const BODY_LIMIT = "8mb";

function headView({ kind, version, createdAt, at, actor, reason, sha256 }: DocumentHead, plan: PlanView) {
  const { names, today, ruleSet } = plan;
  return {
    kind,
    version,
    writtenAt: createdAt.toISOString(),
    at: at === null ? null : instantText(at, ruleSet.offsetMinutes),
    by: actor && { person: names.person(actor.person), post: names.post(actor.post, today) },
    reason,
    sha256,
  };
}

export const getDocuments = planRoute({
  method: "get",
  path: "/documents",
  tag: "plans",
  summary: "The plan's documents by version 方案文件",
  response: documents,
  changesWith: "answer",
  async handler({ plan, services }) {
    const byKind = groupBy(await documentHeads(services.pool, plan.id), ({ kind }) => kind);
    return {
      documents: [...byKind].map(([kind, heads]) => ({
        kind,
        newest: heads[0]?.version ?? 0,
        versions: heads.map((head) => headView(head, plan)),
      })),
    };
  },
});

export const getDocument = planRoute({
  method: "get",
  path: "/documents/{kind}",
  tag: "plans",
  summary: "A version of a document 方案文件内容",
  description:
    "In the notation of the plan's files, as YAML and as JSON. Reading the roster is written down: it has people's addresses.",
  params: documentParams,
  query: documentQuery,
  response: planDocument,
  problems: ["unknownDocument"],
  changesWith: "answer",
  personal: true,
  async handler({ plan, params: { kind }, query: { version }, services, caller, exchange }) {
    const found = await documentVersion(services.pool, plan.id, kind, version ?? null);
    if (!found)
      throw new ProblemError("unknownDocument", {
        zh: `该方案文件没有第${version}版。`,
        en: `This document has no version ${version}.`,
      });
    if (kind === "roster")
      await audit(services.pool, {
        kind: "rosterRead",
        accountId: caller.accountId,
        planId: plan.id,
        subject: `roster ${found.version}`,
        address: exchange.address,
      });
    return { ...headView(found, plan), ...documentText(kind, found.content, found.version) };
  },
});

export const postPreview = planRoute({
  method: "post",
  path: "/changes/preview",
  tag: "plans",
  summary: "What a change would do 变更预览",
  description:
    "Decided by the rules that run the plan, on copies of its present state, and followed to the end of every ladder as if nobody acted. A whole document says which version it was made from (the first line of its YAML, or `basedOn`); where another runs by now it is refused with what changed meanwhile. Writes nothing. Documents and edits that are wrong are told with document, path and line (`badDocument`).",
  body: previewBody,
  bodyLimit: BODY_LIMIT,
  response: preview,
  changesWith: "answer",
  personal: true,
  problems: ["notYours", "planEnded", "badDocument", "notDelivered"],
  handler: (call) => previewChange(call) as never,
});

export const postChange = planRoute({
  method: "post",
  path: "/changes",
  tag: "plans",
  summary: "Make a change that was previewed 变更生效",
  description:
    "The preview's body with its `hash`. Documents and orders are written in one transaction, then each order is given until every task has recorded it. What was cut off is finished by the same request sent again; nothing is done twice.",
  body: applyBody,
  bodyLimit: BODY_LIMIT,
  response: changeAnswer,
  changesWith: "answer",
  personal: true,
  idempotent: true,
  problems: [
    "notYours",
    "planEnded",
    "badDocument",
    "changeRefused",
    "changedMeanwhile",
    "changeUnderWay",
    "drivenElsewhere",
    "nothingPending",
    "notDelivered",
    "temporalAway",
  ],
  handler: (call) => applyPreviewed(call),
});

export const postRegistration = planRoute({
  method: "post",
  path: "/orders/registerItems",
  tag: "actions",
  summary: "Register items 立项",
  description:
    "New items in the running plan, each of a task that is there: a milestone's for a place that has none of it, or a 交办事项. They are assigned on their day and from then on like all others. 207 where some entries were refused; where the only one was, the problem is its refusal.",
  body: registerBody,
  response: registerAnswer,
  changesWith: "answer",
  personal: true,
  idempotent: true,
  partly: ({ refused }: RegisterAnswer) => refused > 0,
  problems: [
    "notYours",
    "planEnded",
    "unknownItem",
    "badDate",
    "badValue",
    "allRefused",
    "changeRefused",
    "changedMeanwhile",
    "changeUnderWay",
    "drivenElsewhere",
    "nothingPending",
    "notDelivered",
    "temporalAway",
  ],
  handler: (call) => register(call),
});
