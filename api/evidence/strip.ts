/**
 * A photo without what it says beside the picture: where it was taken, by which camera, when. Of a JPEG the picture's own
 * segments stay, with its colours' profile and which way up it is; of a PNG the chunks that make the picture. What follows
 * the picture's end (a second picture with metadata of its own, a film) goes too.
 */

type Bytes = AsyncIterable<Uint8Array>;

/** Reads so many bytes of a stream at a time, wherever its chunks end. */
class Reader {
  private held: Buffer = Buffer.alloc(0);
  private readonly source: AsyncIterator<Uint8Array>;

  constructor(source: Bytes) {
    this.source = source[Symbol.asyncIterator]();
  }

  private async more(): Promise<boolean> {
    const { value, done } = await this.source.next();
    if (done) return false;
    this.held = Buffer.concat([this.held, value as Uint8Array]);
    return true;
  }

  /** The next bytes; null where the stream ends before. */
  async take(count: number): Promise<Buffer | null> {
    while (this.held.length < count) if (!(await this.more())) return null;
    const taken = this.held.subarray(0, count);
    this.held = this.held.subarray(count);
    return taken;
  }

  /** What is at hand up to the next such byte, without it; empty where that is next; null at the end. */
  async upTo(byte: number): Promise<Buffer | null> {
    if (this.held.length === 0 && !(await this.more())) return null;
    const at = this.held.indexOf(byte);
    return this.take(at === -1 ? this.held.length : at);
  }

  /** Ends the source, also where it was not read to its end. */
  async end(): Promise<void> {
    await this.source.return?.();
  }
}

/** The file is not what its beginning says: nothing more of it is given out. */
export class BrokenPhoto extends Error {
  constructor(what: string) {
    super(`the photo cannot be read as a ${what}`);
    this.name = "BrokenPhoto";
  }
}

const [SOI, EOI, SOS, APP0, APP2, APP14, APP15, COM] = [0xd8, 0xd9, 0xda, 0xe0, 0xe2, 0xee, 0xef, 0xfe];

/** JFIF, the colour profile and Adobe's colour transform are the picture's; every other application segment is about it. */
function isPictures(marker: number, payload: Buffer): boolean {
  if (marker === COM) return false;
  if (marker < APP0 || marker > APP15) return true;
  if (marker === APP2) return payload.subarray(0, 11).toString("latin1") === "ICC_PROFILE";
  return marker === APP0 ? payload.subarray(0, 4).toString("latin1") === "JFIF" : marker === APP14;
}

/** An EXIF segment that holds the orientation and nothing else. */
function orientationSegment(orientation: number): Buffer {
  const tiff = Buffer.from("4d4d002a00000008000101120003000000010000000000000000", "hex");
  tiff.writeUInt16BE(orientation, 18);
  const payload = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(payload.length + 2, 2);
  return Buffer.concat([head, payload]);
}

const hasNoLength = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

async function* jpeg(source: Reader, orientation: number): AsyncGenerator<Buffer> {
  const start = await source.take(2);
  if (!start || start[0] !== 0xff || start[1] !== SOI) throw new BrokenPhoto("JPEG");
  yield Buffer.from(start);
  if (orientation !== 1) yield orientationSegment(orientation);
  // Coded picture data lies between a scan's head and the next marker; before the first scan there is none.
  let inScan = false;
  for (;;) {
    const data = await source.upTo(0xff);
    if (data === null) return;
    if (data.length > 0) {
      if (inScan) yield data;
      continue;
    }
    const two = await source.take(2);
    if (!two) return;
    let marker = two[1] as number;
    if (marker === 0x00 || hasNoLength(marker)) {
      if (inScan) yield two;
      continue;
    }
    // Markers may be filled up with further 0xff.
    while (marker === 0xff) {
      const next = await source.take(1);
      if (!next) return;
      marker = next[0] as number;
    }
    if (marker === EOI) return yield Buffer.from([0xff, EOI]);
    const length = await source.take(2);
    if (!length) return;
    const size = length.readUInt16BE(0) - 2;
    const payload = size < 0 ? null : await source.take(size);
    if (!payload) throw new BrokenPhoto("JPEG");
    if (isPictures(marker, payload)) yield Buffer.concat([Buffer.from([0xff, marker]), length, payload]);
    inScan ||= marker === SOS;
  }
}

const PNG_START = Buffer.from("89504e470d0a1a0a", "hex");
/** Chunks that make the picture and its colours. All others are left out: texts, EXIF, the time, what programs add. */
const PNG_PICTURE: ReadonlySet<string> = new Set(
  "IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs hIST sPLT cICP mDCV cLLI acTL fcTL fdAT".split(" "),
);

async function* png(source: Reader): AsyncGenerator<Buffer> {
  const start = await source.take(8);
  if (!start?.equals(PNG_START)) throw new BrokenPhoto("PNG");
  yield Buffer.from(start);
  for (;;) {
    const head = await source.take(8);
    if (!head) return;
    const type = head.subarray(4).toString("latin1");
    const wanted = PNG_PICTURE.has(type);
    if (wanted) yield Buffer.from(head);
    // The data and its check sum, some at a time.
    for (let left = head.readUInt32BE(0) + 4; left > 0; ) {
      const part = await source.take(Math.min(left, 64 * 1024));
      if (!part) throw new BrokenPhoto("PNG");
      if (wanted) yield Buffer.from(part);
      left -= part.length;
    }
    if (type === "IEND") return;
  }
}

/** Whether a file of this type says things beside its picture that can be taken out. */
export const isPhoto = (mediaType: string): boolean => mediaType === "image/jpeg" || mediaType === "image/png";

/** The photo's bytes without its metadata. Throws BrokenPhoto. */
export async function* stripped(source: Bytes, mediaType: string, orientation = 1): AsyncGenerator<Buffer> {
  const reader = new Reader(source);
  try {
    yield* mediaType === "image/jpeg" ? jpeg(reader, orientation) : png(reader);
  } finally {
    await reader.end();
  }
}
