/** Photos that forty telephones bring at once: a few whole ones are dealt with at a time, while all of them come in. */
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { FolderStore, type Received } from "../../../api/files/store.js";
import { PhotoIntake } from "../../../api/inspections/photo-intake.js";
import { Semaphore } from "../../../gateway/semaphore.js";
import { jpeg } from "../photos.js";

/** Counts how many files are being kept. */
class CountingStore extends FolderStore {
  now = 0;
  most = 0;
  override async keep(file: Received): Promise<void> {
    this.most = Math.max(this.most, ++this.now);
    await sleep(20);
    await super.keep(file);
    this.now--;
  }
}

let folder: string;
let store: CountingStore;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "duban-photos-"));
  store = new CountingStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A photo like no other. */
const photo = (no: number): { readonly sha256: string; readonly bytes: Buffer } => {
  const whole = jpeg();
  // A comment (COM) behind the first marker.
  const bytes = Buffer.concat([whole.subarray(0, 2), Buffer.from([0xff, 0xfe, 0, 3, no]), whole.subarray(2)]);
  return { sha256: createHash("sha256").update(bytes).digest("hex"), bytes };
};
const named = (sha256: string) => ({ planId: "plan", round: "2021H1", visit: "village-v1", sha256 });

it("keeps a few at a time, all of them in the end, and each under what its bytes are", async () => {
  const intake = new PhotoIntake(store, new Semaphore(2));
  const photos = Array.from({ length: 12 }, (_, no) => photo(no));
  const taken = await Promise.all(
    photos.map(({ sha256, bytes }) =>
      intake.take(named(sha256), { offset: 0, length: bytes.length, bytes: Readable.from([bytes]) }),
    ),
  );
  expect(taken.every(({ whole }) => whole)).toBe(true);
  expect(store.most).toBe(2);
  for (const { sha256, bytes } of photos)
    expect(await readFile(path.join(folder, sha256.slice(0, 2), sha256))).toEqual(bytes);
});

it("lets no slow line hold up the others: what is still coming takes nobody's turn", async () => {
  const intake = new PhotoIntake(store, new Semaphore(1));
  const [slow, quick] = [photo(1), photo(2)];
  let goOn = (): void => undefined;
  const rest = new Promise<void>((resolve) => (goOn = resolve));
  async function* trickle(): AsyncGenerator<Buffer> {
    yield slow.bytes.subarray(0, 100);
    await rest;
    yield slow.bytes.subarray(100);
  }
  const coming = intake.take(named(slow.sha256), {
    offset: 0,
    length: slow.bytes.length,
    bytes: Readable.from(trickle()),
  });
  const there = await intake.take(named(quick.sha256), {
    offset: 0,
    length: quick.bytes.length,
    bytes: Readable.from([quick.bytes]),
  });
  expect(there.whole).toBe(true);
  goOn();
  expect((await coming).whole).toBe(true);
});

it("knows bytes that are not those of the name, whole or in pieces", async () => {
  const intake = new PhotoIntake(store, new Semaphore(1));
  const { sha256 } = photo(1);
  const { bytes } = photo(2);
  const whole = { offset: 0, length: bytes.length, bytes: Readable.from([bytes]) };
  await expect(intake.take(named(sha256), whole)).rejects.toMatchObject({ code: "wrongHash" });
  const length = bytes.length;
  const first = { offset: 0, length, bytes: Readable.from([bytes.subarray(0, 50)]) };
  expect(await intake.take(named(sha256), first)).toEqual({ whole: false, offset: 50, length });
  const last = { offset: 50, length, bytes: Readable.from([bytes.subarray(50)]) };
  await expect(intake.take(named(sha256), last)).rejects.toMatchObject({ code: "wrongHash" });
});
