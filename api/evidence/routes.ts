/** 佐证: files of items, put there and given out. */
import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import { z } from "zod";
import { type EvidenceFile, evidenceOf, findEvidence } from "../../prisma/actions/evidence-store.js";
import { whoMay } from "../actions/permissions.js";
import type { Caller } from "../rights/caller.js";
import { fileEvidence, mayUpload } from "./filing.js";
import { MOST_BYTES } from "../files/receive.js";
import { storeAway } from "../files/store-away.js";
import { isPhoto, stripped } from "./strip.js";
import { instantText } from "../http/instants.js";
import { itemParams, unknownItem } from "../items/item-address.js";
import type { PlanView } from "../views/plan-view.js";
import { ProblemError } from "../http/problem.js";
import { planDownload, planRoute } from "../serving/route.js";
import { type Evidence, evidenceFiled, evidenceForm, evidenceList } from "./schemas.js";
import { sha256 } from "../http/schema-parts.js";

/** Where a photo was taken is the office's to know: it may be somebody's home. */
const isOffice = ({ roles }: Caller): boolean => roles.has("office");

function view(file: EvidenceFile, { ruleSet, names, today }: PlanView, caller: Caller): Evidence {
  const { name, mediaType, bytes, effectiveOn, note, takenAt, location, actor } = file;
  return {
    sha256: file.sha256,
    name,
    mediaType,
    bytes,
    effectiveOn,
    receivedAt: instantText(file.receivedAt, ruleSet.offsetMinutes),
    by: { person: names.person(actor.person), post: names.post(actor.post, today) },
    note,
    takenAt,
    location: isOffice(caller) ? location : null,
  };
}

export const postEvidence = planRoute({
  method: "post",
  path: "/items/{itemId}/evidence",
  tag: "evidence",
  summary: "Upload evidence 上传佐证",
  description: [
    `A form with the file and these fields. Photos (JPEG, PNG), PDF and Office files of up to ${MOST_BYTES / 2 ** 20} MB, told by their content. The file is kept under its SHA-256, by which actions name it; its filing stands in the item's ledger. The same file again for the same item changes nothing.`,
    `For: ${whoMay("fileEvidence").en}. 由${whoMay("fileEvidence").zh}提交。`,
  ].join("\n\n"),
  params: itemParams,
  body: evidenceForm,
  response: evidenceFiled,
  changesWith: "answer",
  personal: true,
  idempotent: true,
  upload: true,
  problems: [
    "unknownItem",
    "notYours",
    "illegalStep",
    "badDate",
    "badValue",
    "fileTooLarge",
    "fileTypeNotTaken",
    "unsupportedMediaType",
    "malformedRequest",
    "planEnded",
    "storeAway",
    "notDelivered",
    "temporalAway",
  ],
  before: mayUpload,
  async handler(call) {
    const { plan, caller, params } = call;
    const { file, row } = await fileEvidence(call);
    const { offsetMinutes } = plan.ruleSet;
    return {
      item: params.itemId,
      file: view(file, plan, caller),
      row: row && { stream: row.stream, seq: row.seq, type: row.type, at: instantText(row.at, offsetMinutes) },
    };
  },
});

export const listEvidence = planRoute({
  method: "get",
  path: "/items/{itemId}/evidence",
  tag: "evidence",
  summary: "An item's evidence 事项佐证",
  params: itemParams,
  response: evidenceList,
  changesWith: "answer",
  personal: true,
  problems: ["unknownItem"],
  async handler({ plan, params: { itemId }, services, sight, caller }) {
    if (!plan.places.has(itemId) || !sight.sees(itemId)) throw unknownItem(itemId);
    const files = await evidenceOf(services.pool, plan.id, itemId);
    return { item: itemId, files: files.map((file) => view(file, plan, caller)) };
  },
});

export const getEvidence = planDownload({
  method: "get",
  path: "/items/{itemId}/evidence/{sha256}",
  tag: "evidence",
  summary: "Download evidence 下载佐证",
  description:
    "To the office as it was uploaded, whose name is then its SHA-256. To others a photo without what it says beside its picture: place, time, camera.",
  params: z.strictObject({ ...itemParams.shape, sha256: sha256("The file's SHA-256.") }),
  problems: ["unknownItem", "unknownEvidence", "storeAway"],
  async send({ plan, params, services, sight, caller, exchange }, req, res) {
    const { itemId } = params;
    if (!sight.sees(itemId)) throw unknownItem(itemId);
    const { pool, evidence: store, accounts } = services;
    const file = await findEvidence(pool, plan.id, itemId, params.sha256);
    if (!file)
      throw new ProblemError("unknownEvidence", {
        zh: "该事项没有这份佐证。",
        en: "The item has no such evidence.",
      });
    const bytes = await store?.read(file.sha256).catch((error: unknown) => {
      throw storeAway(error);
    });
    if (!bytes) throw storeAway();
    const whole = isOffice(caller) || !isPhoto(file.mediaType);
    res.status(200).type(file.mediaType);
    res.setHeader("Content-Disposition", disposition(file.name));
    res.setHeader("Cache-Control", "private, no-store");
    // What somebody uploaded is never run, whatever it is.
    res.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
    if (whole) res.setHeader("Content-Length", file.bytes);
    if (req.method === "HEAD") {
      bytes.destroy();
      return void res.end();
    }
    if (isOffice(caller) && file.location)
      await accounts.note({
        kind: "evidenceRead",
        accountId: caller.accountId,
        planId: plan.id,
        subject: file.sha256,
        address: exchange.address,
      });
    await pipeline(whole ? bytes : Readable.from(stripped(bytes, file.mediaType, file.orientation)), res);
  },
});

/** A name in any script (RFC 6266), and a plain one for who reads none. */
function disposition(name: string): string {
  const plain = name.replace(/[^\x20-\x7E]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
