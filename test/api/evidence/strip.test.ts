/** A photo that is given to others says nothing of where it was taken, and is still the same picture. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { photoFacts } from "../../../api/evidence/photo.js";
import { BrokenPhoto, stripped } from "../../../api/evidence/strip.js";
import { jpeg, png } from "../photos.js";

async function* inPieces(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0;
  for (let piece = 0; at < bytes.length; piece++) {
    const size = sizes[piece % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}
async function strip(bytes: Buffer, type: string, orientation = 1, sizes: readonly number[] = [7]): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stripped(inPieces(bytes, sizes), type, orientation)) parts.push(part);
  return Buffer.concat(parts);
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "duban-photo-"));
});
afterAll(() => rm(folder, { recursive: true }));
const factsOf = async (bytes: Buffer) => {
  const place = path.join(folder, "photo");
  await writeFile(place, bytes);
  return photoFacts(place, bytes[0] === 0x89 ? "image/png" : "image/jpeg");
};

describe("a JPEG", () => {
  it("loses all that is not its picture, and nothing that is", async () => {
    const bare = jpeg({ metadata: false });
    expect(await strip(jpeg(), "image/jpeg")).toEqual(bare);
    expect((await strip(jpeg(), "image/jpeg")).toString("latin1")).not.toContain("secret");
    // What has nothing beside its picture stays as it is.
    expect(await strip(bare, "image/jpeg")).toEqual(bare);
  });

  it("keeps which way up it is, and no more than that", async () => {
    expect(await factsOf(jpeg())).toEqual({
      location: { latitude: 23.5, longitude: expect.closeTo(103.4, 6) },
      takenAt: "2021:04:19 10:20:30",
      orientation: 6,
    });
    expect(await factsOf(await strip(jpeg(), "image/jpeg", 6))).toEqual({
      location: null,
      takenAt: null,
      orientation: 6,
    });
  });

  it("is the same however its bytes come, whatever its coded data is", async () => {
    const coded = fc
      .array(
        fc.oneof(
          fc.constant([0xff, 0x00]),
          fc.constant([0xff, 0xd0]),
          fc.integer({ min: 0, max: 0xfe }).map((byte) => [byte]),
        ),
        {
          maxLength: 200,
        },
      )
      .map((bytes) => Buffer.from(bytes.flat()));
    const sizes = fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(coded, sizes, async (data, pieces) => {
        expect(await strip(jpeg({ data }), "image/jpeg", 1, pieces)).toEqual(jpeg({ data, metadata: false }));
      }),
    );
  });
});

describe("a JPEG's segments", () => {
  const segment = (marker: number, payload: Buffer): Buffer => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(payload.length + 2, 2);
    return Buffer.concat([head, payload]);
  };
  const secret = Buffer.from("secret", "latin1");
  const bare = jpeg({ metadata: false });
  const SOI = bare.subarray(0, 2);
  const withFirst = (...segments: Buffer[]): Buffer => Buffer.concat([SOI, ...segments, bare.subarray(2)]);

  it("are kept where they are known to make the picture, and as far as they do", async () => {
    const markers = [0xc8, 0xde, 0xdf, 0xe3, 0xee, 0xef, ...Array.from({ length: 14 }, (_, no) => 0xf0 + no)];
    for (const marker of markers)
      expect(await strip(withFirst(segment(marker, secret)), "image/jpeg"), marker.toString(16)).toEqual(bare);
    expect(await strip(withFirst(segment(0xe2, Buffer.from("ICC_PROFILE\0\x01\x01secret"))), "image/jpeg")).toEqual(
      bare,
    );
    const tails = [
      segment(0xdd, Buffer.concat([Buffer.from([0, 8]), secret])),
      segment(0xdb, Buffer.concat([Buffer.from([1]), Buffer.alloc(64, 2), secret])),
      segment(0xee, Buffer.concat([Buffer.from("Adobe\0d\0\0\0\0\x01", "latin1"), secret])),
      segment(0xe0, Buffer.concat([Buffer.from("JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01", "latin1"), secret])),
    ];
    for (const tail of tails) {
      const out = await strip(withFirst(tail), "image/jpeg");
      expect(out.includes(secret), tail.toString("hex")).toBe(false);
      expect(out.length).toBe(bare.length + tail.length - secret.length);
    }
  });

  it("are all read for what the photo says of itself, however many stand before it", async () => {
    const comments = Array.from({ length: 6 }, () => segment(0xfe, Buffer.alloc(60_000, 0x20)));
    const photo = jpeg();
    const far = Buffer.concat([SOI, ...comments, photo.subarray(2)]);
    expect(await factsOf(far)).toEqual(await factsOf(photo));
    expect((await factsOf(far)).location).not.toBeNull();
    expect(await strip(far, "image/jpeg")).toEqual(bare);
  });
});

describe("a PNG", () => {
  it("loses its texts, its EXIF and what follows its end", async () => {
    expect(await strip(png(), "image/png")).toEqual(png(false));
    expect(await strip(png(false), "image/png", 1, [1])).toEqual(png(false));
    expect((await factsOf(png())).location).toEqual({ latitude: 23.5, longitude: expect.closeTo(103.4, 6) });
  });
});

describe("what is none", () => {
  it("is not given out beyond where it breaks", async () => {
    await expect(strip(Buffer.from("no photo at all"), "image/jpeg")).rejects.toThrow(BrokenPhoto);
    await expect(strip(Buffer.from("no photo at all"), "image/png")).rejects.toThrow(BrokenPhoto);
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom("image/jpeg", "image/png"),
        async (noise, type) => {
          const start = type === "image/png" ? png().subarray(0, 8) : Buffer.from([0xff, 0xd8]);
          const given = Buffer.concat([start, noise]);
          const out = await strip(given, type).catch((error: unknown) => {
            if (!(error instanceof BrokenPhoto)) throw error;
            return Buffer.alloc(0);
          });
          expect(out.length).toBeLessThanOrEqual(given.length);
        },
      ),
    );
    expect(await factsOf(Buffer.from([0xff, 0xd8, 0xff]))).toEqual({ location: null, takenAt: null, orientation: 1 });
  });
});
