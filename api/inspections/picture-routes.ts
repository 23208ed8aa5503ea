/**
 * The pictures that a visit's bundle names, for who takes it along: what units show with their claims, and what was photographed of
 * open findings. Whoever inspects a place sees them whatever else of the plan they see.
 */
import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import type { Response } from "express";
import { z } from "zod";
import { findEvidence } from "../../prisma/actions/evidence-store.js";
import { findPhotoOfPlan } from "../../prisma/inspections/photos.js";
import type { Pool } from "../../prisma/database/pool.js";
import { factsOf } from "../evidence/photo.js";
import { isPhoto, stripped } from "../evidence/strip.js";
import { readStored } from "../files/store-away.js";
import type { EvidenceStore } from "../files/store.js";
import { ProblemError } from "../http/problem.js";
import { seesAll } from "../rights/reach.js";
import { planDownload } from "../serving/route.js";
import { refusedAs, roundOf, visitOf } from "./act.js";
import { bundleOf } from "./bundle.js";
import { photoHash, visitParams } from "./schemas.js";
import { inspects } from "./view.js";

export const unknownPicture = (): ProblemError =>
  new ProblemError("unknownEvidence", { zh: "没有这张照片。", en: "There is no such photo." });

interface Picture {
  readonly sha256: string;
  readonly mediaType: string;
}

/** Sends a photo without what it says beside its picture (place, time, camera); its bytes are others then. */
export async function sendPicture(
  res: Response,
  store: EvidenceStore | null | undefined,
  { sha256, mediaType }: Picture,
): Promise<void> {
  const bytes = await readStored(store, sha256);
  const whole = await wholeOf(bytes);
  const { orientation } = await factsOf(whole, mediaType);
  res.status(200).type(mediaType);
  res.setHeader("Cache-Control", "private, no-store");
  res.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
  await pipeline(Readable.from(stripped(Readable.from([whole]), mediaType, orientation)), res);
}

async function wholeOf(bytes: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of bytes) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** A picture that a line's claims or findings name; null where none does. */
async function pictureOf(
  pool: Pool,
  planId: string,
  { lines }: Awaited<ReturnType<typeof bundleOf>>,
  sha256: string,
): Promise<Picture | null> {
  const claim = lines
    .flatMap(({ claims }) => claims)
    .find(({ evidence }) => evidence.some((file) => file.sha256 === sha256 && isPhoto(file.mediaType)));
  if (claim) return findEvidence(pool, planId, claim.item, sha256);
  const isFound = lines.some(({ findings }) => findings.some(({ photos }) => photos.includes(sha256)));
  return isFound ? findPhotoOfPlan(pool, planId, sha256) : null;
}

export const getPicture = planDownload({
  method: "get",
  path: "/inspections/{round}/visits/{visit}/pictures/{sha256}",
  tag: "inspections",
  summary: "A picture that the visit's bundle names 带走资料的照片",
  description:
    "Photos among the evidence of claims, and of open findings: to who inspects the visit. Without what they say beside their picture.",
  params: z.strictObject({ ...visitParams.shape, sha256: photoHash }),
  problems: ["unknownRound", "unknownVisit", "unknownEvidence", "notYours", "storeAway"],
  async send(call, req, res) {
    const { services, plan, caller, params } = call;
    const { state } = await roundOf(call, params.round);
    const visit = visitOf(state, params.visit);
    if (!inspects(state, visit, caller) && !seesAll(caller))
      throw refusedAs({ item: "", code: "notYours", reason: visit.plan.id });
    const bundle = await bundleOf(call, state, visit);
    const picture = await pictureOf(services.pool, plan.id, bundle, params.sha256);
    if (!picture) throw unknownPicture();
    if (req.method === "HEAD") return void res.status(200).type(picture.mediaType).end();
    await sendPicture(res, services.evidence, picture);
  },
});
