/** Documents without places: however their bytes come, and where they are not whole. */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, it } from "vitest";
import { BrokenArchive } from "../../../api/evidence/archive.js";
import { archiveWithoutPlaces, blanked } from "../../../api/evidence/places.js";
import { docx, unzipped } from "../archives.js";
import { jpeg } from "../photos.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "duban-places-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function whole(source: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of source) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

it("an archive is written anew, and nothing is left of it", async () => {
  const given = await docx({ picture: jpeg() });
  const parts = await unzipped(await whole(await archiveWithoutPlaces(Readable.from([given]), folder)));
  expect([...parts.keys()]).toEqual([...(await unzipped(given)).keys()]);
  expect([...parts.values()].some((part) => part.includes("secret"))).toBe(false);
  expect(await readdir(folder)).toEqual([]);
});

it("one that is not whole is told before anything of it is given", async () => {
  const given = (await docx({})).subarray(0, 200);
  await expect(archiveWithoutPlaces(Readable.from([given]), folder)).rejects.toThrow(BrokenArchive);
  expect(await readdir(folder)).toEqual([]);
});

it.each([100, 7_777, 65_536, 1_000_000])("what is blanked is found in pieces of %i bytes too", async (size) => {
  const given = Buffer.concat([
    Buffer.alloc(321_000, 0x41),
    jpeg(),
    Buffer.from('<x exif:GPSLatitude="23,30N"/>'),
    Buffer.alloc(70_000, 0x42),
  ]);
  const pieces = Array.from({ length: Math.ceil(given.length / size) }, (_, no) =>
    given.subarray(no * size, (no + 1) * size),
  );
  const out = await whole(blanked(Readable.from(pieces)));
  expect(out.length).toBe(given.length);
  for (const one of ["Exif\0", "2021:04:19", "23,30N"]) expect(out.includes(one), one).toBe(false);
  expect(out.includes("secret-comment")).toBe(true);
});
