/** 佐证: files of items, put there and given out. */
import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import { z } from "zod";
import { type EvidenceFile, evidenceOf, findEvidence, itemsWith } from "../../prisma/actions/evidence-store.js";
import { whoMay } from "../actions/permissions.js";
import type { Caller } from "../rights/caller.js";
import { fileEvidence, mayUpload } from "./filing.js";
import { MOST_BYTES, UPLOAD_PROBLEMS } from "../files/receive.js";
import { readStored } from "../files/store-away.js";
import { BrokenArchive, isArchive } from "./archive.js";
import { archiveWithoutPlaces, blanked } from "./places.js";
import { isPhoto, stripped } from "./strip.js";
import { instantText } from "../http/instants.js";
import { itemName, itemParams, unknownItem } from "../items/item-address.js";
import type { PlanView } from "../views/plan-view.js";
import { disposition } from "../http/disposition.js";
import { ProblemError } from "../http/problem.js";
import { type PlanCall, planDownload, planRoute } from "../serving/route.js";
import { type Evidence, evidenceFiled, evidenceForm, evidenceList } from "./schemas.js";
import { sha256 } from "../http/schema-parts.js";

/** Where a photo was taken is the office's to know: it may be somebody's home. */
const isOffice = ({ roles }: Caller): boolean => roles.has("office");

/** Of files by their hash: the other items that have the very same bytes. */
type OtherUses = ReadonlyMap<string, readonly string[]>;

function view(file: EvidenceFile, plan: PlanView, caller: Caller, uses: OtherUses): Evidence {
  const { ruleSet, names, today } = plan;
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
    alsoWith: (uses.get(file.sha256) ?? []).map((item) => ({ id: item, name: itemName(plan, item) })),
  };
}

/** With which other items the files stand, as far as the caller sees these. */
async function otherUses(
  { plan, services, sight }: Pick<PlanCall<unknown, unknown, unknown>, "plan" | "services" | "sight">,
  item: string,
  files: readonly EvidenceFile[],
): Promise<OtherUses> {
  const found = await itemsWith(
    services.pool,
    plan.id,
    files.map(({ sha256: hash }) => hash),
  );
  const within = await sight.rows();
  const seen = within && new Set(within.items);
  return new Map(
    [...found].map(([hash, items]) => [hash, items.filter((one) => one !== item && (seen?.has(one) ?? true))]),
  );
}

export const postEvidence = planRoute({
  method: "post",
  path: "/items/{itemId}/evidence",
  tag: "evidence",
  summary: "Upload evidence 上传佐证",
  description: [
    `A form with the file and these fields. Photos (JPEG, PNG), PDF, OFD (GB/T 33190) and Office files of up to ${MOST_BYTES / 2 ** 20} MB, told by their content. The file is kept under its SHA-256, by which actions name it; its filing stands in the item's ledger. The same file again for the same item changes nothing.`,
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
    ...UPLOAD_PROBLEMS,
    "planEnded",
    "notDelivered",
    "temporalAway",
  ],
  before: mayUpload,
  async handler(call) {
    const { plan, caller, params } = call;
    const { file, row } = await fileEvidence(call);
    const uses = await otherUses(call, params.itemId, [file]);
    const { offsetMinutes } = plan.ruleSet;
    return {
      item: params.itemId,
      file: view(file, plan, caller, uses),
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
  async handler(call) {
    const { plan, params, services, sight, caller } = call;
    const { itemId } = params;
    if (!plan.places.has(itemId) || !(await sight.sees(itemId))) throw unknownItem(itemId);
    const files = await evidenceOf(services.pool, plan.id, itemId);
    const uses = await otherUses(call, itemId, files);
    return { item: itemId, files: files.map((file) => view(file, plan, caller, uses)) };
  },
});

export const getEvidence = planDownload({
  method: "get",
  path: "/items/{itemId}/evidence/{sha256}",
  tag: "evidence",
  summary: "Download evidence 下载佐证",
  description:
    "To the office as it was uploaded, whose name is then its SHA-256. To others a photo without what it says beside its picture (place, time, camera), and a document without the places that its pictures name; their bytes are others then, and so is their SHA-256.",
  params: z.strictObject({ ...itemParams.shape, sha256: sha256("The file's SHA-256.") }),
  problems: ["unknownItem", "unknownEvidence", "fileDamaged", "storeAway"],
  async send({ plan, params, services, sight, caller, exchange }, req, res) {
    const { itemId } = params;
    if (!(await sight.sees(itemId))) throw unknownItem(itemId);
    const { pool, evidence: store, accounts } = services;
    const file = await findEvidence(pool, plan.id, itemId, params.sha256);
    if (!file)
      throw new ProblemError("unknownEvidence", {
        zh: "该事项没有这份佐证。",
        en: "The item has no such evidence.",
      });
    const bytes = await readStored(store, file.sha256);
    const given = isOffice(caller) ? "whole" : formOf(file.mediaType);
    const body =
      req.method === "HEAD"
        ? null
        : await FORMS[given](bytes, file, store?.incoming ?? "").catch((error: unknown) => {
            throw error instanceof BrokenArchive ? notStripped(error) : error;
          });
    res.status(200).type(file.mediaType);
    res.setHeader("Content-Disposition", disposition(file.name));
    res.setHeader("Cache-Control", "private, no-store");
    // What somebody uploaded is never run, whatever it is.
    res.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
    // What is stripped is shorter, by how much is known at its end.
    if (given === "whole" || given === "blanked") res.setHeader("Content-Length", file.bytes);
    if (body === null) {
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
    await pipeline(body, res);
  },
});

/** How a file is given out to whom its places are not for. */
const formOf = (mediaType: string): keyof typeof FORMS =>
  isPhoto(mediaType) ? "stripped" : isArchive(mediaType) ? "rewritten" : "blanked";

const FORMS = {
  whole: async (bytes) => bytes,
  stripped: async (bytes, { mediaType, orientation }) => Readable.from(stripped(bytes, mediaType, orientation)),
  blanked: async (bytes) => Readable.from(blanked(bytes)),
  rewritten: (bytes, _file, folder) => archiveWithoutPlaces(bytes, folder),
} as const satisfies Record<string, (bytes: Readable, file: EvidenceFile, folder: string) => Promise<Readable>>;

/** Taken by an earlier release, which looked less closely. */
const notStripped = (cause: BrokenArchive): ProblemError =>
  new ProblemError(
    "fileDamaged",
    {
      zh: "该文档结构不完整，无法去除其中照片的位置信息，暂不提供下载；需要查阅的请联系办公室。",
      en: "The document is not whole, so that the places its pictures name can't be taken out: ask the office for it.",
    },
    {},
    { cause },
  );
