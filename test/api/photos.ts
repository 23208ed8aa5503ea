/** Synthetic files of every kind that is taken, and photos that say where they were taken. */

const be16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const be32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const segment = (marker: number, payload: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0xff, marker]), be16(payload.length + 2), payload]);

/** One IFD entry: tag, type, count, value or its offset. */
const entry = (tag: number, type: number, count: number, value: Buffer): Buffer =>
  Buffer.concat([be16(tag), be16(type), be32(count), value]);
const rational = (...parts: number[]): Buffer =>
  Buffer.concat(parts.map((part) => Buffer.concat([be32(Math.round(part * 1_000)), be32(1_000)])));

/** EXIF with orientation, time and place: 23°30′ north, 103°24′ east. */
export function exif(orientation = 6): Buffer {
  const taken = Buffer.from("2021:04:19 10:20:30\0", "latin1");
  // Header 8; IFD0: 2 + 3×12 + 4 = 42 → 50; EXIF IFD: 2 + 12 + 4 = 18 → 68; text 20 → 88; GPS IFD: 2 + 4×12 + 4 = 54 → 142.
  const ifd0 = Buffer.concat([
    be16(3),
    entry(0x0112, 3, 1, Buffer.concat([be16(orientation), be16(0)])),
    entry(0x8769, 4, 1, be32(50)),
    entry(0x8825, 4, 1, be32(88)),
    be32(0),
  ]);
  const exifIfd = Buffer.concat([be16(1), entry(0x9003, 2, 20, be32(68)), be32(0)]);
  const gps = Buffer.concat([
    be16(4),
    entry(0x0001, 2, 2, Buffer.from("N\0\0\0", "latin1")),
    entry(0x0002, 5, 3, be32(142)),
    entry(0x0003, 2, 2, Buffer.from("E\0\0\0", "latin1")),
    entry(0x0004, 5, 3, be32(166)),
    be32(0),
  ]);
  const tiff = [
    Buffer.from("4d4d002a00000008", "hex"),
    ifd0,
    exifIfd,
    taken,
    gps,
    rational(23, 30, 0),
    rational(103, 24, 0),
  ];
  return Buffer.concat([Buffer.from("Exif\0\0", "latin1"), ...tiff]);
}

/** A table of codes: its class and number, how many there are of each length, the values. */
const huffman = (id: number, values: readonly number[]): Buffer =>
  Buffer.from([id, values.length, ...Array.from({ length: 15 }, () => 0), ...values]);

/** A photo's segments as cameras write them; the coded data is no picture but has every kind of byte that markers are told by. */
export function jpeg({ metadata = true, data = Buffer.from([1, 2, 0xff, 0x00, 3, 0xff, 0xd3, 4]) } = {}): Buffer {
  const private_ = [
    segment(0xe1, exif()),
    segment(0xe1, Buffer.from("http://ns.adobe.com/xap/1.0/\0<x>secret-place</x>", "latin1")),
    segment(0xed, Buffer.from("Photoshop 3.0\0secret-city", "latin1")),
    segment(0xfe, Buffer.from("secret-comment", "latin1")),
    segment(0xe2, Buffer.from("MPF\0secret-second", "latin1")),
  ];
  const picture = [
    segment(0xe2, Buffer.from(`ICC_PROFILE\0\x01\x01${"p".repeat(36)}acsp profile`, "latin1")),
    segment(0xdb, Buffer.concat([Buffer.from([0]), Buffer.alloc(64, 1)])),
    segment(0xc0, Buffer.from([8, 0, 1, 0, 1, 1, 1, 0x11, 0])),
    segment(0xc4, huffman(0x00, [5, 6, 7])),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    data,
    // A progressive picture's next scan, with its own table in between, whose values look like a marker.
    segment(0xc4, huffman(0x10, [0xff, 0xd9, 5])),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([9, 9]),
    Buffer.from([0xff, 0xd9]),
  ];
  const after = [Buffer.from([0xff, 0xd8]), segment(0xe1, exif()), Buffer.from("secret-film", "latin1")];
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from("JFIF\0\x01\x01\0\0\x01\0\x01\0\0", "latin1")),
    ...(metadata ? private_ : []),
    ...picture,
    ...(metadata ? after : []),
  ]);
}

const chunk = (type: string, data: Buffer): Buffer =>
  Buffer.concat([be32(data.length), Buffer.from(type, "latin1"), data, be32(0)]);

export function png(metadata = true): Buffer {
  const private_ = [
    chunk("eXIf", exif().subarray(6)),
    chunk("tEXt", Buffer.from("Comment\0secret-text", "latin1")),
    chunk("iTXt", Buffer.from("XML:com.adobe.xmp\0\0\0\0\0secret-xmp", "latin1")),
  ];
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", Buffer.from("00000001000000010800000000", "hex")),
    ...(metadata ? private_ : []),
    chunk("IDAT", Buffer.alloc(300, 7)),
    chunk("IEND", Buffer.alloc(0)),
    ...(metadata ? [Buffer.from("secret-tail", "latin1")] : []),
  ]);
}

export const pdf = Buffer.from("%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", "latin1");

/** A container as Word, Excel and PowerPoint wrote them before 2007, with the name of one of its streams. */
export function compound(stream: string): Buffer {
  const file = Buffer.alloc(71_680);
  Buffer.from("d0cf11e0a1b11ae1", "hex").copy(file);
  file.writeUInt16LE(9, 30);
  // An entry of the directory: its name, the name's length with its end, its type.
  const at = 70_144;
  const name = Buffer.from(stream, "utf16le");
  name.copy(file, at);
  file.writeUInt16LE(name.length + 2, at + 64);
  file[at + 66] = 2;
  return file;
}
