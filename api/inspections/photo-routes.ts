/** Photos of a visit: brought in by their SHA-256, and given out to who may see the visit. */
import { z } from "zod";
import { roundStream } from "../../domain/inspections/round-name.js";
import { findPhoto, keepPhoto } from "../../prisma/inspections/photos.js";
import { storeAway } from "../files/store-away.js";
import { ProblemError } from "../http/problem.js";
import { seesAll } from "../rights/reach.js";
import { type PlanCall, planDownload, planIntake } from "../serving/route.js";
import { refuseEnded } from "../actions/request.js";
import { refusedAs, roundOf, unknownVisit, visitOf } from "./act.js";
import { sendPicture, unknownPicture } from "./picture-routes.js";
import { MOST_PHOTO_BYTES, PhotoIntake, type Piece, WrongOffset } from "./photo-intake.js";
import { photoHash, visitParams } from "./schemas.js";
import { inspects, isOffice, visitsWithin } from "./view.js";
import { showsPhoto, visitSeen } from "./visit-view.js";

const photoParams = z.strictObject({ ...visitParams.shape, sha256: photoHash });
type PhotoCall = PlanCall<z.output<typeof photoParams> & { planId: string }, unknown, unknown>;

const nameOf = ({ plan, params: { round, visit, sha256 } }: PhotoCall) => ({ planId: plan.id, round, visit, sha256 });

/** A header that is a number of bytes; null where it is not there. Throws `invalidParameter`. */
function bytesIn(value: string | undefined, name: string): number | null {
  if (value === undefined) return null;
  if (/^\d{1,12}$/.test(value)) return Number(value);
  throw new ProblemError("invalidParameter", {
    zh: `请求头${name}应为字节数。`,
    en: `The header ${name} is a number of bytes.`,
  });
}

/** The visit, for whoever inspects it and may still bring photos. Throws `notYours`, `locked`. */
async function intakeFor(call: PhotoCall): Promise<{ readonly person: string; readonly isLocked: boolean }> {
  refuseEnded(call.plan);
  const { state } = await roundOf(call, call.params.round);
  const visit = visitOf(state, call.params.visit);
  const { person } = call.caller;
  // The office brings in what somebody else photographed (a rescue file).
  if (person === null || !(inspects(state, visit, call.caller) || isOffice(call.caller, call.plan)))
    throw refusedAs({ item: "", code: "notYours", reason: roundStream(state.round) });
  return { person, isLocked: visit.submitted !== null };
}

export const putPhoto = planIntake({
  path: "/inspections/{round}/visits/{visit}/photos/{sha256}",
  tag: "inspections",
  summary: "Bring a photo in, whole or in pieces 上传照片",
  description: `JPEG or PNG of up to ${MOST_PHOTO_BYTES / 2 ** 20} MB, by the SHA-256 of its bytes. In pieces: \`Upload-Offset\` is the first byte of this piece, \`Upload-Length\` the bytes of the whole. 409 \`wrongOffset\` says in \`Upload-Offset\` where to go on.`,
  params: photoParams,
  takesBytes: {
    "201": "It is whole, its hash is the one in its name, and it is stored.",
    "204": "The piece is here: `Upload-Offset` is where to go on.",
  },
  counts: "upload",
  problems: [
    "unknownRound",
    "unknownVisit",
    "notYours",
    "locked",
    "wrongOffset",
    "wrongHash",
    "emptyPhoto",
    "notAPhoto",
    "tooLarge",
    "planEnded",
    "storeAway",
  ],
  async take(call, req, res) {
    const { services, plan } = call;
    const { evidence: store, pool } = services;
    if (!store) throw storeAway();
    const { person, isLocked } = await intakeFor(call);
    const name = nameOf(call);
    const there = await findPhoto(pool, name);
    if (there) {
      // What is there is there: the rest of the request is not read.
      req.resume();
      res.setHeader("Upload-Offset", there.bytes);
      return void res.status(201).end();
    }
    if (isLocked) throw refusedAs({ item: "", code: "locked", reason: name.visit });
    const offset = bytesIn(req.get("upload-offset"), "Upload-Offset") ?? 0;
    const length = bytesIn(req.get("upload-length"), "Upload-Length");
    const piece: Piece = { offset, length, bytes: req };
    try {
      const taken = await new PhotoIntake(store, services.bulk).take(name, piece);
      if (!taken.whole) {
        res.setHeader("Upload-Offset", taken.offset);
        return void res.status(204).end();
      }
      await keepPhoto(pool, { ...name, mediaType: taken.mediaType, bytes: taken.bytes, person, receivedAt: plan.now });
      res.setHeader("Upload-Offset", taken.bytes);
      res.status(201).end();
    } catch (error) {
      if (!(error instanceof WrongOffset)) throw error;
      res.setHeader("Upload-Offset", error.offset);
      throw new ProblemError(
        "wrongOffset",
        { zh: `请从第${error.offset}字节续传。`, en: `Go on from byte ${error.offset}.` },
        { offset: error.offset },
        { cause: error },
      );
    }
  },
});

export const getPhoto = planDownload({
  method: "get",
  path: "/inspections/{round}/visits/{visit}/photos/{sha256}",
  tag: "inspections",
  summary: "A photo of a visit 检查照片",
  description:
    "Without what it says beside its picture (place, time, camera); its bytes are others then. HEAD says in `Upload-Length` and `Upload-Offset` how much of it is here, to who inspects the visit.",
  params: photoParams,
  problems: ["unknownRound", "unknownVisit", "unknownEvidence", "notYours", "storeAway"],
  async send(call, req, res) {
    const { services, plan, caller, sight, params } = call;
    const { evidence: store, pool } = services;
    const { state } = await roundOf(call, params.round);
    const visit = visitOf(state, params.visit);
    const isInspector = inspects(state, visit, caller) || seesAll(caller);
    const isWithin = visitsWithin(state, caller, sight, plan).includes(visit);
    const seen = visitSeen(call, state, visit, isWithin);
    if (!seen || !showsPhoto(visit, seen, params.sha256)) throw unknownVisit(params.visit);
    const photo = await findPhoto(pool, nameOf(call));
    res.setHeader("Cache-Control", "private, no-store");
    if (req.method === "HEAD") {
      const arrived =
        photo?.bytes ?? (store && isInspector ? await new PhotoIntake(store, services.bulk).arrived(nameOf(call)) : 0);
      if (arrived === 0) return void res.status(404).end();
      res.setHeader("Upload-Offset", arrived);
      // Of a part it is not known how large the whole is: whoever sends it knows.
      if (photo) res.setHeader("Upload-Length", photo.bytes);
      return void res.status(200).end();
    }
    if (!photo) throw unknownPicture();
    await sendPicture(res, store, photo);
  },
});
