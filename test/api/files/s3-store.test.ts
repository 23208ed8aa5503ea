/** Evidence in an S3-compatible store, against a real one on this machine. */
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import S3rver from "s3rver";
import { afterAll, beforeAll, expect, it } from "vitest";
import { S3Store } from "../../../api/files/s3-store.js";

let folder: string;
let server: S3rver;
let store: S3Store;
const settings = { accessKeyId: "S3RVER", secretAccessKey: "S3RVER", region: "us-east-1" };
let bucketUrl: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "duban-s3-"));
  server = new S3rver({
    port: 0,
    address: "127.0.0.1",
    silent: true,
    directory: path.join(folder, "objects"),
    configureBuckets: [{ name: "evidence", configs: [] }],
  });
  const { port } = (await server.run()) as AddressInfo;
  bucketUrl = `http://127.0.0.1:${port}/evidence`;
  store = new S3Store(folder, { ...settings, bucketUrl });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

async function received(bytes: Buffer) {
  const place = path.join(folder, randomBytes(8).toString("hex"));
  await writeFile(place, bytes);
  return { path: place, sha256: createHash("sha256").update(bytes).digest("hex"), bytes: bytes.length };
}
async function readBack(from: S3Store, sha256: string): Promise<Buffer | null> {
  const stream = await from.read(sha256);
  if (!stream) return null;
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

it("keeps a file of any size under its hash, and gives it out as it was", async () => {
  for (const bytes of [Buffer.from("佐证"), randomBytes(3 * 2 ** 20)]) {
    const file = await received(bytes);
    expect(await readBack(store, file.sha256)).toBeNull();
    await store.keep(file);
    expect((await readBack(store, file.sha256))?.equals(bytes)).toBe(true);
    // Again does nothing.
    await store.keep(file);
  }
});

it("says what the store said where it takes nothing", async () => {
  const file = await received(Buffer.from("x"));
  const wrong = new S3Store(folder, { ...settings, accessKeyId: "NOBODY", bucketUrl });
  await expect(wrong.keep(file)).rejects.toThrow(/answered PUT .* with 403.*InvalidAccessKeyId/s);
  await expect(wrong.read(file.sha256)).rejects.toThrow(/answered GET .* with 403/s);
  const nowhere = new S3Store(folder, { ...settings, bucketUrl: `${bucketUrl}-none` });
  await expect(nowhere.keep(file)).rejects.toThrow(/with 404.*NoSuchBucket/s);
  const away = new S3Store(folder, { ...settings, bucketUrl: "http://127.0.0.1:9/evidence" });
  await expect(away.keep(file)).rejects.toThrow(/ECONNREFUSED/);
});
