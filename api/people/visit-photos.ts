/** Photos of visits (包抓记录): taken in without what they say beside the picture (place, time, camera), and given out to whoever sees the visit. */
import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { addVisitPhoto, visitPhoto as findPhoto, type VisitPhoto } from "../../prisma/people/visits.js";
import { refuseEnded } from "../actions/request.js";
import { kindOf } from "../evidence/kinds.js";
import { photoFacts } from "../evidence/photo.js";
import { BrokenPhoto, isPhoto, stripped } from "../evidence/strip.js";
import { MOST_BYTES, UPLOAD_PROBLEMS } from "../files/receive.js";
import { sendStored, storeAway } from "../files/store-away.js";
import type { EvidenceStore } from "../files/store.js";
import { ProblemError } from "../http/problem.js";
import { sha256 } from "../http/schema-parts.js";
import { planDownload, planRoute } from "../serving/route.js";
import { visitPhoto } from "./schemas.js";

export const postVisitPhoto = planRoute({
  method: "post",
  path: "/visits/photos",
  tag: "roster",
  summary: "Send a photo for a visit 上传走访照片",
  description: `A form with one JPEG or PNG of up to ${MOST_BYTES / 2 ** 20} MB as \`file\`. What it says beside its picture (place, time, camera) is taken out before it is kept; where a visit was, whoever logs it may write. A photo is in nobody's sight before a visit of its sender names it.`,
  body: z.strictObject({}).meta({ id: "VisitPhotoForm", description: "With the photo as `file`." }),
  response: visitPhoto,
  changesWith: "answer",
  personal: true,
  idempotent: true,
  upload: true,
  problems: ["notAPhoto", "notYours", "planEnded", ...UPLOAD_PROBLEMS],
  before: ({ plan }) => refuseEnded(plan),
  async handler({ plan, caller, services, file }) {
    const { evidence: store, pool } = services;
    if (!store) throw storeAway();
    if (!file) throw new Error("a form without a file passed");
    if (caller.person === null)
      throw new ProblemError("notYours", {
        zh: "您不在本方案名册中，不能登记走访。",
        en: "You are nobody in this plan's roster, who could log a visit.",
      });
    const mediaType = await kindOf(file.path);
    if (!isPhoto(mediaType)) throw notAPhoto();
    const photo = await keepStripped(store, file.path, mediaType);
    await addVisitPhoto(pool, plan.id, caller.person, photo);
    return photo;
  },
});

const notAPhoto = (cause?: unknown): ProblemError =>
  new ProblemError(
    "notAPhoto",
    {
      zh: "该文件不是完整的JPEG或PNG照片，请重新拍摄或选择。",
      en: "The file is no whole JPEG or PNG photo: choose another.",
    },
    {},
    { cause },
  );

/** Keeps the photo's picture alone, under the SHA-256 of that. */
async function keepStripped(store: EvidenceStore, place: string, mediaType: string): Promise<VisitPhoto> {
  const { orientation } = await photoFacts(place, mediaType);
  const bare = path.join(store.incoming, `visit-${randomUUID()}`);
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    await pipeline(
      stripped(createReadStream(place), mediaType, orientation),
      async function* (pieces: AsyncIterable<Buffer>) {
        for await (const piece of pieces) {
          hash.update(piece);
          bytes += piece.length;
          yield piece;
        }
      },
      createWriteStream(bare, { mode: 0o600 }),
    );
    const name = hash.digest("hex");
    await store.keep({ path: bare, sha256: name, bytes }).catch((error: unknown) => {
      throw storeAway(error);
    });
    return { sha256: name, mediaType, bytes };
  } catch (error) {
    throw error instanceof BrokenPhoto ? notAPhoto(error) : error;
  } finally {
    await rm(bare, { force: true });
  }
}

export const getVisitPhoto = planDownload({
  method: "get",
  path: "/visits/photos/{sha256}",
  tag: "roster",
  summary: "A photo of a visit 走访照片",
  description: "To whoever sees the visit: GET /visits.",
  params: z.strictObject({ sha256: sha256("The photo's SHA-256.") }),
  problems: ["unknownEvidence", "storeAway"],
  async send({ plan, params, services, sight, caller }, req, res) {
    const within = sight.villages && { villages: [...sight.villages], person: caller.person };
    const found = await findPhoto(services.pool, plan.id, params.sha256, within);
    if (!found)
      throw new ProblemError("unknownEvidence", {
        zh: "没有这张走访照片，或不在您的查阅范围。",
        en: "There is no such photo of a visit, or it is beyond your reach.",
      });
    await sendStored(services.evidence, found, "private, max-age=86400", req, res);
  },
});
