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

const [SOI, EOI, SOS, DHT, DQT, DRI, DNL, DAC, APP0, APP2, APP14] = [
  0xd8, 0xd9, 0xda, 0xc4, 0xdb, 0xdd, 0xdc, 0xcc, 0xe0, 0xe2, 0xee,
] as const;
/** Frames of every coding (ITU-T T.81, table B.1), without those that it keeps for extensions. */
const FRAMES: ReadonlySet<number> = new Set([
  0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf,
]);

/** How much of a payload tables of these sizes fill, one after another; null where one is cut off. */
function filled(payload: Buffer, sizeAt: (at: number) => number): number | null {
  let at = 0;
  while (at < payload.length) {
    const size = sizeAt(at);
    if (!(size > 0) || at + size > payload.length) return at === 0 ? null : at;
    at += size;
  }
  return at;
}

const quantisation = (payload: Buffer): number | null =>
  filled(payload, (at) => 1 + ((payload[at] as number) >> 4 === 0 ? 64 : 128));

const huffman = (payload: Buffer): number | null =>
  filled(payload, (at) => 17 + payload.subarray(at + 1, at + 17).reduce((sum, count) => sum + count, 0));

/** Bytes of a segment's payload that are the picture's: nothing can be kept behind them. Null: it is no segment of a picture. */
function lengthOf(marker: number, payload: Buffer): number | null {
  if (FRAMES.has(marker)) return 6 + 3 * (payload[5] ?? 0);
  switch (marker) {
    case SOS:
      return 4 + 2 * (payload[0] ?? 0);
    case DQT:
      return quantisation(payload);
    case DHT:
      return huffman(payload);
    case DAC:
      return payload.length - (payload.length % 2);
    case DRI:
    case DNL:
      return 2;
    default:
      return null;
  }
}

const says = (payload: Buffer, what: string): boolean => payload.subarray(0, what.length).toString("latin1") === what;
/** A profile's first part: what stands at its byte 36 (ICC.1:2022, 7.2). */
const isProfile = (payload: Buffer): boolean =>
  payload[12] !== 1 || payload.subarray(50, 54).toString("latin1") === "acsp";

/**
 * The picture's part of a segment; null where it has none. Of those that programs add: JFIF without its small picture, the colour
 * profile, Adobe's colour transform. Every other one is about the picture, or unknown.
 */
function pictureOf(marker: number, payload: Buffer): Buffer | null {
  if (marker === APP0 && says(payload, "JFIF\0") && payload.length >= 14)
    return Buffer.concat([payload.subarray(0, 12), Buffer.alloc(2)]);
  if (marker === APP2 && says(payload, "ICC_PROFILE\0") && payload.length > 14)
    return isProfile(payload) ? payload : null;
  if (marker === APP14 && says(payload, "Adobe") && payload.length >= 12) return payload.subarray(0, 12);
  const length = lengthOf(marker, payload);
  return length === null || length > payload.length ? null : payload.subarray(0, length);
}

function segment(marker: number, payload: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(payload.length + 2, 2);
  return Buffer.concat([head, payload]);
}

/** An EXIF segment that holds the orientation and nothing else. */
function orientationSegment(orientation: number): Buffer {
  const tiff = Buffer.from("4d4d002a00000008000101120003000000010000000000000000", "hex");
  tiff.writeUInt16BE(orientation, 18);
  return segment(0xe1, Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff]));
}

const hasNoLength = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

/** A segment, or the coded data of a scan as far as it is at hand. */
type JpegPart =
  | { readonly marker: number; readonly payload: Buffer; readonly afterScan: boolean }
  | { readonly marker: null; readonly data: Buffer };

/** A JPEG's parts up to its end. Throws BrokenPhoto, also where it ends before. */
async function* jpegParts(source: Reader): AsyncGenerator<JpegPart> {
  const start = await source.take(2);
  if (!start || start[0] !== 0xff || start[1] !== SOI) throw new BrokenPhoto("JPEG");
  // Coded picture data lies between a scan's head and the next marker; before the first scan there is none.
  let inScan = false;
  for (;;) {
    const data = await source.upTo(0xff);
    if (data === null) throw new BrokenPhoto("JPEG");
    if (data.length > 0) {
      if (inScan) yield { marker: null, data };
      continue;
    }
    const two = await source.take(2);
    if (!two) throw new BrokenPhoto("JPEG");
    let marker = two[1] as number;
    if (marker === 0x00 || hasNoLength(marker)) {
      if (inScan) yield { marker: null, data: two };
      continue;
    }
    // Markers may be filled up with further 0xff.
    while (marker === 0xff) {
      const next = await source.take(1);
      if (!next) throw new BrokenPhoto("JPEG");
      marker = next[0] as number;
    }
    if (marker === EOI) {
      if (!inScan) throw new BrokenPhoto("JPEG");
      return;
    }
    const length = await source.take(2);
    const size = length ? length.readUInt16BE(0) - 2 : -1;
    const payload = size < 0 ? null : await source.take(size);
    if (!payload) throw new BrokenPhoto("JPEG");
    yield { marker, payload, afterScan: inScan };
    inScan ||= marker === SOS;
  }
}

async function* jpeg(source: Reader, orientation: number): AsyncGenerator<Buffer> {
  let begun = false;
  for await (const part of jpegParts(source)) {
    if (!begun) {
      yield Buffer.from([0xff, SOI]);
      if (orientation !== 1) yield orientationSegment(orientation);
      begun = true;
    }
    if (part.marker === null) yield part.data;
    else {
      const kept = pictureOf(part.marker, part.payload);
      if (kept) yield segment(part.marker, kept);
    }
  }
  yield Buffer.from([0xff, EOI]);
}

const PNG_START = Buffer.from("89504e470d0a1a0a", "hex");
/** Chunks that make the picture and its colours. All others are left out: texts, EXIF, the time, what programs add. */
const PNG_PICTURE: ReadonlySet<string> = new Set(
  "IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs hIST sPLT cICP mDCV cLLI acTL fcTL fdAT".split(" "),
);

async function* png(source: Reader, wants: (type: string) => boolean): AsyncGenerator<Buffer> {
  const start = await source.take(8);
  if (!start?.equals(PNG_START)) throw new BrokenPhoto("PNG");
  yield Buffer.from(start);
  for (;;) {
    const head = await source.take(8);
    if (!head) throw new BrokenPhoto("PNG");
    const type = head.subarray(4).toString("latin1");
    const wanted = wants(type);
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
    yield* mediaType === "image/jpeg" ? jpeg(reader, orientation) : png(reader, (type) => PNG_PICTURE.has(type));
  } finally {
    await reader.end();
  }
}

/** What programs read of a photo at most, in bytes: a file of nothing but metadata is none. */
const MOST_METADATA = 16 * 2 ** 20;
/** Beside what is about it, what a reader needs to know a picture by; its coded data is left out. */
const PNG_SAYS: ReadonlySet<string> = new Set(["IHDR", "IEND", "eXIf", "tEXt", "zTXt", "iTXt"]);
const isAbout = (marker: number): boolean => marker > APP0 && marker <= 0xef && marker !== APP2;

async function* jpegMetadata(source: Reader): AsyncGenerator<Buffer> {
  yield Buffer.from([0xff, SOI]);
  for await (const part of jpegParts(source)) {
    if (part.marker === null || part.afterScan) break;
    if (isAbout(part.marker) || FRAMES.has(part.marker)) yield segment(part.marker, part.payload);
  }
  yield Buffer.from([0xff, EOI]);
}

/** A photo with all that it says of itself and without its picture, wherever in it that stands. Throws BrokenPhoto. */
export async function metadataOf(source: Bytes, mediaType: string): Promise<Buffer> {
  const reader = new Reader(source);
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    const all = mediaType === "image/jpeg" ? jpegMetadata(reader) : png(reader, (type) => PNG_SAYS.has(type));
    for await (const part of all) {
      bytes += part.length;
      if (bytes > MOST_METADATA) throw new BrokenPhoto(mediaType);
      parts.push(part);
    }
  } finally {
    await reader.end();
  }
  return Buffer.concat(parts);
}
