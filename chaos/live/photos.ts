/** Photos of a live plan's round, brought to the API piece by piece while parts are killed, until each is answered for as stored. */
import { createHash, randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Journal } from "../journal.js";
import type { Stage } from "../stage.js";

/** A photo and a piece of it (bytes); between two attempts, for one answer, and for all of a photo (milliseconds). */
const PHOTO_BYTES = 96 * 1024;
const PIECE = 40 * 1024;
const AGAIN_AFTER = 250;
const ANSWER_WITHIN = 15_000;
const GIVE_UP = 180_000;
/** JPEG segments before the coded data (one component, one code table) and the marker after it. */
const JPEG_BEGINS = Buffer.from(
  `ffd8ffe000104a46494600010100000100010000ffdb004300${"01".repeat(64)}ffc0000b080001000101011100ffc400160003000000000000000000000000000000050607ffda0008010100003f00`,
  "hex",
);
const JPEG_ENDS = Buffer.from("ffd9", "hex");

export interface Photo {
  readonly sha256: string;
  readonly bytes: Buffer;
}

/** A photo of so many bytes that is like no other and shows nothing: noise without the byte that begins a marker. */
export function newPhoto(size = PHOTO_BYTES): Photo {
  const noise = randomBytes(size - JPEG_BEGINS.length - JPEG_ENDS.length);
  for (let at = 0; at < noise.length; at++) if (noise[at] === 0xff) noise[at] = 0xfe;
  const bytes = Buffer.concat([JPEG_BEGINS, noise, JPEG_ENDS]);
  return { sha256: createHash("sha256").update(bytes).digest("hex"), bytes };
}

export interface PhotoOf {
  readonly planId: string;
  readonly round: string;
  readonly visit: string;
}

/** Brings a photo in, from where the API says that it has it; noted once it is acknowledged. Throws where it is refused. */
export async function bringPhoto(
  { apiUrl, officeToken }: Pick<Stage, "apiUrl" | "officeToken">,
  journal: Journal,
  { planId, round, visit }: PhotoOf,
  { sha256, bytes }: Photo,
): Promise<void> {
  const url = `${apiUrl}/api/v1/plans/${planId}/inspections/${round}/visits/${visit}/photos/${sha256}`;
  const deadline = performance.now() + GIVE_UP;
  for (let offset = 0; performance.now() < deadline; ) {
    const answer = await putPiece(url, officeToken, bytes, offset);
    if (answer?.status === 201) return journal.photo(planId, { round, visit, sha256, bytes: bytes.length });
    if (answer?.status === 204 || answer?.status === 409) offset = Number(answer.headers.get("upload-offset") ?? 0);
    else if (answer === null || answer.status >= 500 || answer.status === 429) await sleep(AGAIN_AFTER);
    else throw new Error(`photo ${sha256} of ${visit} was refused: ${answer.status} ${await answer.text()}`);
  }
  throw new Error(`photo ${sha256} of ${visit} was not taken in ${GIVE_UP / 1_000} s`);
}

/** Null: no answer. */
async function putPiece(url: string, token: string, bytes: Buffer, offset: number): Promise<Response | null> {
  try {
    return await fetch(url, {
      method: "PUT",
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/octet-stream",
        "upload-offset": String(offset),
        "upload-length": String(bytes.length),
      },
      body: new Uint8Array(bytes.subarray(offset, offset + PIECE)),
      signal: AbortSignal.timeout(ANSWER_WITHIN),
    });
  } catch {
    return null;
  }
}
