/**
 * The container of Word, Excel and PowerPoint before 2007 (MS-CFB), and of today's documents with a password (MS-OFFCRYPTO): what it
 * holds is told by its directory, whose entries are 128 bytes long and begin at multiples of 128.
 */
import { type FileHandle, open } from "node:fs/promises";
import { bytesOf } from "../files/store.js";

const ENTRY = 128;
const SECTOR_SHIFT_AT = 30;

/** A stream of the container. */
interface Stream {
  /** In the file, in bytes. */
  readonly offset: number;
}

const KINDS: readonly (readonly [name: string, mediaType: string])[] = [
  ["WordDocument", "application/msword"],
  ["Workbook", "application/vnd.ms-excel"],
  ["Book", "application/vnd.ms-excel"],
  ["PowerPoint Document", "application/vnd.ms-powerpoint"],
];
/** Holds a document that is encrypted whole. */
const LOCKED = ["EncryptedPackage", "EncryptedSummary"];
const NAMES = [...KINDS.map(([name]) => name), ...LOCKED].map((name) => [name, Buffer.from(name, "utf16le")] as const);

/** An entry's name, its length with the end (64), its type (66: a stream), its first sector (116). */
function streamAt(bytes: Buffer, at: number, name: Buffer, sectorSize: number): Stream | null {
  if (!bytes.subarray(at, at + name.length).equals(name)) return null;
  if (bytes.readUInt16LE(at + 64) !== name.length + 2 || bytes[at + 66] !== 2) return null;
  return { offset: (bytes.readUInt32LE(at + 116) + 1) * sectorSize };
}

async function streamsOf(path: string, sectorSize: number): Promise<Map<string, Stream>> {
  const found = new Map<string, Stream>();
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of bytesOf(path) as AsyncIterable<Buffer>) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    const whole = held.length - (held.length % ENTRY);
    for (let at = 0; at < whole; at += ENTRY)
      for (const [name, bytes] of NAMES) {
        if (held[at] !== bytes[0] || found.has(name)) continue;
        const stream = streamAt(held, at, bytes, sectorSize);
        if (stream) found.set(name, stream);
      }
    held = held.subarray(whole);
  }
  return found;
}

async function readAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, offset);
  return buffer.subarray(0, bytesRead);
}

/** Word: a flag of the file information block (MS-DOC 2.5.1). Excel: a FilePass record after the first (MS-XLS 2.4.117). */
async function hasPassword(file: FileHandle, name: string, { offset }: Stream): Promise<boolean> {
  if (name === "WordDocument") {
    const block = await readAt(file, offset, 12);
    return block.length === 12 && block.readUInt16LE(0) === 0xa5ec && (block.readUInt16LE(10) & 0x0100) !== 0;
  }
  if (name !== "Workbook" && name !== "Book") return false;
  const records = await readAt(file, offset, 4_096);
  for (let at = 0, seen = 0; at + 4 <= records.length && seen < 8; seen++) {
    const type = records.readUInt16LE(at);
    if (seen === 0 && type !== 0x0809) return false;
    if (type === 0x002f) return true;
    at += 4 + records.readUInt16LE(at + 2);
  }
  return false;
}

/** What the container holds; null: neither a document of Office's nor one that is locked. */
export async function compoundKind(path: string): Promise<{ readonly mediaType: string } | "locked" | null> {
  const file = await open(path);
  try {
    const head = await readAt(file, 0, 512);
    const shift = head.length === 512 ? head.readUInt16LE(SECTOR_SHIFT_AT) : 0;
    const streams = await streamsOf(path, 2 ** (shift === 12 ? 12 : 9));
    if (LOCKED.some((name) => streams.has(name))) return "locked";
    for (const [name, mediaType] of KINDS) {
      const stream = streams.get(name);
      if (stream) return (await hasPassword(file, name, stream)) ? "locked" : { mediaType };
    }
    return null;
  } finally {
    await file.close();
  }
}
