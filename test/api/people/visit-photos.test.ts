/** Photos of 包抓 visits on the real parts: without the place they were taken at, named by their sender's visits alone, seen with these. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Acting, startActing } from "../acting.js";
import { jpeg } from "../photos.js";

let acting: Acting;
beforeAll(async () => {
  acting = await startActing();
  await acting.goTo("2021-05-10");
}, 120_000);
afterAll(() => acting?.close());

async function send(person: string, bytes: Uint8Array, name = "走访.jpg"): Promise<{ status: number; body: any }> {
  const form = new FormData();
  form.set("file", new Blob([new Uint8Array(bytes)]), name);
  const response = await acting.request(person, "/visits/photos", {
    method: "POST",
    headers: { "idempotency-key": randomUUID() },
    body: form,
  });
  return { status: response.status, body: await response.json() };
}
async function log(person: string, more: object): Promise<{ status: number; body: any }> {
  const response = await acting.request(person, "/orders/logVisit", {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": randomUUID() },
    body: JSON.stringify({ village: "v2", on: "2021-05-10", what: "visit", text: "入户走访", items: [], ...more }),
  });
  return { status: response.status, body: await response.json() };
}
const photo = (person: string, sha256: string): Promise<Response> => acting.request(person, `/visits/photos/${sha256}`);

it("are kept without what they say beside the picture, and seen once a visit of their sender names them", async () => {
  const taken = jpeg();
  const { status, body } = await send("p-leader-2", taken);
  expect(status).toBe(200);
  expect((await photo("p-leader-2", body.sha256)).status).toBe(404);
  expect((await log("p-helper-head", { photos: [body.sha256] })).body.code).toBe("badValue");
  expect((await log("p-leader-2", { photos: [body.sha256], place: "村委会" })).status).toBe(200);
  const { rows } = (await acting.get("p-office-desk", "/visits?village=v2")).body as { rows: any[] };
  expect(rows[0]).toMatchObject({ place: "村委会", photos: [body.sha256] });
  const seen = await photo("p-office-desk", body.sha256);
  expect([seen.status, seen.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
  const bytes = Buffer.from(await seen.arrayBuffer());
  expect(taken.includes("2021:04:19")).toBe(true);
  expect(bytes.includes("2021:04:19")).toBe(false);
  expect(bytes.length).toBe(body.bytes);
  // Who has nothing to do with the village sees no photo of it.
  expect((await photo("p-unit-desk", body.sha256)).status).toBe(404);
});

it("are nothing that anybody must send, and no more than three", async () => {
  expect((await log("p-leader-2", {})).status).toBe(200);
  expect((await log("p-leader-2", { photos: [] })).status).toBe(200);
  expect((await log("p-leader-2", { photos: Array(4).fill("a".repeat(64)) })).body.code).toBe("invalidBody");
});

it("are refused where they are no photos, and from whoever logs no visits", async () => {
  expect((await send("p-leader-2", Buffer.from("%PDF-1.7\n%%EOF\n"), "a.pdf")).body.code).toMatch(
    /notAPhoto|fileDamaged|fileTypeNotTaken/,
  );
  expect((await send("p-leader-2", jpeg().subarray(0, 40))).status).toBeGreaterThanOrEqual(400);
  expect((await send("auditor", jpeg())).status).toBe(403);
});

it("stand in the month's card of the village", async () => {
  const { villages } = (await acting.get("p-leader-2", "/pairing?month=2021-05")).body as { villages: any[] };
  const visits = villages.find(({ village }) => village.id === "v2")?.visits ?? [];
  expect(visits.some(({ photos, place }: any) => photos.length === 1 && place === "村委会")).toBe(true);
});
