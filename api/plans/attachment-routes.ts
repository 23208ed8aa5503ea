/** 方案附件: documents that the plan refers to, filed by the office; 未提供 until then. */
import { z } from "zod";
import { fileNameFrom, MOST_IN_LINE } from "../../domain/language/text.js";
import { type FiledAttachment, fileAttachment, filedAttachments } from "../../prisma/plans/attachments.js";
import { refuseEnded } from "../actions/request.js";
import { officeActor } from "../changes/office.js";
import { kindOf } from "../evidence/kinds.js";
import { MOST_BYTES, type Upload, UPLOAD_PROBLEMS } from "../files/receive.js";
import { sendStored, storeAway } from "../files/store-away.js";
import { disposition } from "../http/disposition.js";
import { instantText } from "../http/instants.js";
import { ProblemError } from "../http/problem.js";
import { sha256 } from "../http/schema-parts.js";
import { planDownload, planRoute } from "../serving/route.js";
import type { PlanView } from "../views/plan-view.js";
import { attachmentForm, attachmentParams, attachments, type PlanAttachments } from "./attachment-schemas.js";

async function attachmentsOf(plan: PlanView, pool: Parameters<typeof filedAttachments>[0]): Promise<PlanAttachments> {
  const filed = await filedAttachments(pool, plan.id);
  const view = ({ actor, filedAt, attachment: _of, ...rest }: FiledAttachment) => ({
    ...rest,
    by: { person: plan.names.person(actor.person), post: plan.names.post(actor.post, plan.today) },
    at: instantText(filedAt, plan.ruleSet.offsetMinutes),
  });
  return {
    attachments: plan.bundle.plan.attachments.map(({ id: of, title, provided }) => {
      const files = filed.filter(({ attachment }) => attachment === of).map(view);
      return { id: of, title, provided: provided || files.length > 0, files };
    }),
  };
}

function known(plan: PlanView, attachmentId: string): void {
  if (plan.bundle.plan.attachments.some(({ id: of }) => of === attachmentId)) return;
  throw new ProblemError("unknownAttachment", {
    zh: `方案没有编号为“${attachmentId}”的附件。`,
    en: `The plan has no attachment ${attachmentId}.`,
  });
}

export const getAttachments = planRoute({
  method: "get",
  path: "/attachments",
  tag: "plans",
  summary: "Documents that the plan refers to 方案附件",
  response: attachments,
  changesWith: "answer",
  handler: ({ plan, services: { pool } }) => attachmentsOf(plan, pool),
});

export const postAttachment = planRoute({
  method: "post",
  path: "/attachments/{attachmentId}",
  tag: "plans",
  summary: "File an attachment 归档方案附件",
  description: `A form with the file, of up to ${MOST_BYTES / 2 ** 20} MB and of the kinds that evidence has. An earlier file stays beside it; the same file again changes nothing.`,
  params: attachmentParams,
  body: attachmentForm,
  response: attachments,
  changesWith: "answer",
  personal: true,
  upload: true,
  problems: ["unknownAttachment", "notYours", "planEnded", ...UPLOAD_PROBLEMS],
  before({ plan, params: { attachmentId } }) {
    refuseEnded(plan);
    known(plan, attachmentId);
  },
  async handler(call) {
    const {
      plan,
      params: { attachmentId },
      body,
      services,
      caller,
      exchange,
    } = call;
    const { evidence: store, pool, accounts } = services;
    if (!store) throw storeAway();
    const actor = officeActor(call);
    const given = call.file as Upload["file"];
    const mediaType = await kindOf(given.path);
    const name = fileNameFrom(given.name, MOST_IN_LINE, "附件");
    await store.keep(given).catch((error: unknown) => {
      throw storeAway(error);
    });
    await fileAttachment(pool, plan.id, {
      attachment: attachmentId,
      sha256: given.sha256,
      name,
      mediaType,
      bytes: given.bytes,
      note: body.note,
      actor,
      filedAt: plan.now,
    });
    await accounts.note({
      kind: "attachmentFiled",
      accountId: caller.accountId,
      planId: plan.id,
      subject: `${attachmentId} ${given.sha256}`,
      address: exchange.address,
    });
    return attachmentsOf(plan, pool);
  },
});

export const getAttachmentFile = planDownload({
  method: "get",
  path: "/attachments/{attachmentId}/{sha256}",
  tag: "plans",
  summary: "Download an attachment 下载方案附件",
  params: z.strictObject({ ...attachmentParams.shape, sha256: sha256("The file's SHA-256.") }),
  problems: ["unknownAttachment", "storeAway"],
  async send({ plan, params: { attachmentId, sha256: wanted }, services: { pool, evidence: store } }, req, res) {
    const filed = await filedAttachments(pool, plan.id);
    const found = filed.find(({ attachment, sha256: of }) => attachment === attachmentId && of === wanted);
    if (!found)
      throw new ProblemError("unknownAttachment", {
        zh: "该附件没有这份文件。",
        en: "The attachment has no such file.",
      });
    res.setHeader("Content-Disposition", disposition(found.name));
    await sendStored(store, found, "private, no-store", req, res);
  },
});
