/**
 * Documents without the places that their pictures name. Of an archive's (docx, xlsx, pptx, ODF, OFD) each JPEG and PNG is stripped as
 * a photo is, and the archive written anew. In a PDF and in Office's old container, whose parts are found by their offsets, nothing
 * may move: EXIF of pictures and the places in XMP are blanked where they stand. What the decision doesn't promise: pictures that are
 * coded a second time within a PDF, and archives within archives (docs/decisions/0067-places-inside-documents.md).
 */
import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import yazl from "yazl";
import { type Archive, openArchive } from "./archive.js";
import { factsOf } from "./photo.js";
import { BrokenPhoto, stripped } from "./strip.js";

type Bytes = AsyncIterable<Uint8Array>;

/** Longer than any segment of a JPEG, with its head: what is looked for is never cut. */
const WINDOW = 66_000;
const STEP = 256 * 1024;

const EXIF = Buffer.from("Exif\0\0", "latin1");
const XMP_PLACE = /exif:GPS[A-Za-z]+\s*(?:=\s*"[^"]{0,1000}"|=\s*'[^']{0,1000}'|>[^<]{0,1000}<)/g;

/** Blanks in place. EXIF that begins in the last bytes of a window that goes on is left for the next. */
function blank(held: Buffer): void {
  for (let at = held.indexOf(EXIF); at !== -1; at = held.indexOf(EXIF, at + 1)) {
    if (at < 4 || held[at - 4] !== 0xff || held[at - 3] !== 0xe1) continue;
    const end = at - 2 + held.readUInt16BE(at - 2);
    if (end <= held.length) held.fill(0, at, end);
  }
  if (!held.includes("exif:GPS")) return;
  for (const found of held.toString("latin1").matchAll(XMP_PLACE)) {
    const value = found[0].search(/["'>]/) + 1;
    held.fill(0x20, found.index + value, found.index + found[0].length - 1);
  }
}

/** The same bytes, as many of them, without EXIF of pictures and without places in XMP. */
export async function* blanked(source: Bytes): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    held = Buffer.concat([held, chunk]);
    if (held.length < STEP + WINDOW) continue;
    blank(held);
    const done = held.length - WINDOW;
    yield held.subarray(0, done);
    held = Buffer.from(held.subarray(done));
  }
  blank(held);
  yield held;
}

async function bytesOfPart(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function photoType(bytes: Buffer): string | null {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return "image/jpeg";
  return bytes.subarray(0, 8).equals(Buffer.from("89504e470d0a1a0a", "hex")) ? "image/png" : null;
}

/** A part of an archive as it is given out. Which way up a picture is stays. */
async function partWithoutPlaces(bytes: Buffer): Promise<Buffer> {
  const type = photoType(bytes);
  if (type !== null) {
    try {
      const { orientation } = await factsOf(bytes, type);
      return await bytesOfPart(Readable.from(stripped(Readable.from([bytes]), type, orientation)));
    } catch (error) {
      if (!(error instanceof BrokenPhoto)) throw error;
    }
  }
  blank(bytes);
  return bytes;
}

/** Parts that may hold a picture; texts and tables go through as they are. */
const MAY_HOLD_PICTURES = /\.(?!xml$|rels$|txt$|css$)[A-Za-z0-9]+$/i;

function written(archive: Archive): Readable {
  const zip = new yazl.ZipFile();
  const output = zip.outputStream as Readable;
  for (const part of archive.parts) {
    const { fileName, compressionMethod } = part;
    if (fileName.endsWith("/")) continue;
    const options = { mtime: part.getLastModDate(), mode: 0o100644, compress: compressionMethod !== 0 };
    zip.addReadStreamLazy(fileName, options, (give) => {
      const made = async (): Promise<Readable> => {
        const stream = await archive.read(part);
        if (!MAY_HOLD_PICTURES.test(fileName)) return stream;
        return Readable.from([await partWithoutPlaces(await bytesOfPart(stream))]);
      };
      made().then(
        (stream) => give(null, stream),
        (error: unknown) => give(error, Readable.from([])),
      );
    });
  }
  zip.on("error", (error: Error) => output.destroy(error));
  zip.end();
  return output;
}

/** A document that is an archive, written anew. `folder`: where it may lie meanwhile. Throws BrokenArchive before it gives anything. */
export async function archiveWithoutPlaces(source: Readable, folder: string): Promise<Readable> {
  await mkdir(folder, { recursive: true });
  const place = path.join(folder, randomUUID());
  const removed = (): Promise<void> => rm(place, { force: true });
  try {
    await pipeline(source, createWriteStream(place, { mode: 0o600 }));
    return Readable.from(writtenAnew(await openArchive(place), removed));
  } catch (error) {
    await removed();
    throw error;
  }
}

async function* writtenAnew(archive: Archive, removed: () => Promise<void>): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of written(archive)) yield chunk as Buffer;
  } finally {
    archive.close();
    await removed();
  }
}
