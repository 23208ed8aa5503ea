/** A long workbook on the real parts: how far its look is, calling it off at any point, and nothing left behind by that. */
import { randomUUID } from "node:crypto";
import exceljs from "exceljs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { keptBundle } from "../../support/kept-bundle.js";
import { type Acting, startActing } from "../acting.js";

const KEEPER = "p-lead-desk";
const ROWS = 8_000;
let acting: Acting;
let book: Blob;
beforeAll(async () => {
  acting = await startActing(keptBundle);
  await acting.goTo("2021-05-10");
  const file = new exceljs.Workbook();
  const sheet = file.addWorksheet("重点项目清单");
  sheet.addRow(["编号", "村", "总投资（万元）", "完成投资（万元）", "形象进度", "联系人电话", "开工日期"]);
  for (let no = 1; no <= ROWS; no++) sheet.addRow([`L-${no}`, "村1", no, no, "在建", null, "2021-03-01"]);
  book = new Blob([new Uint8Array(await file.xlsx.writeBuffer())]);
}, 120_000);
afterAll(() => acting?.close());

const IMPORTS = "/registers/projects/imports";
const headers = () => ({ "content-type": "application/json", "idempotency-key": randomUUID() });

async function bring(name: string, person = KEEPER): Promise<{ status: number; body: any }> {
  const form = new FormData();
  form.set("import", name);
  form.set("file", book, "台账.xlsx");
  const response = await acting.request(person, IMPORTS, {
    method: "POST",
    headers: { "idempotency-key": randomUUID() },
    body: form,
  });
  return { status: response.status, body: await response.json() };
}
async function progress(name: string, person = KEEPER): Promise<any> {
  return (await acting.request(person, `${IMPORTS}/${name}`)).json();
}
const cancel = async (name: string, person = KEEPER): Promise<any> =>
  (
    await acting.request(person, `${IMPORTS}/${name}/cancel`, { method: "POST", headers: headers(), body: "{}" })
  ).json();
const staged = async (): Promise<number> => {
  const { rows } = await acting.services.pool.query<{ staged: number }>(
    "SELECT count(*)::int AS staged FROM register_batch WHERE plan_id = $1",
    [acting.run.planId],
  );
  return rows[0]?.staged ?? -1;
};

/** Looks on until the import is as far, and answers every state it was seen in. */
async function seenUntil(name: string, isFar: (at: any) => boolean): Promise<any[]> {
  const seen: any[] = [];
  for (;;) {
    const at = await progress(name);
    seen.push(at);
    if (isFar(at)) return seen;
  }
}

it("tells how many rows are read and checked, to whoever brought it and nobody else", async () => {
  const name = randomUUID();
  expect(await progress(name)).toEqual({ phase: "waiting", done: 0, whole: null, cancelled: false });
  const brought = bring(name);
  const seen = await seenUntil(name, ({ phase }) => phase === "ended");
  const { status, body } = await brought;
  expect([status, body.added, body.faultCount]).toEqual([200, ROWS, 0]);
  const counting = seen.filter(({ whole, done }) => whole !== null && done > 0 && done < whole);
  expect(counting.length).toBeGreaterThan(0);
  // The head is none of the rows, in any phase.
  expect([...new Set(counting.map(({ whole }) => whole))]).toEqual([ROWS]);
  expect((await progress(name, "p-office-desk")).phase).toBe("waiting");
  expect((await progress(name, "p-unit-desk")).phase).toBe("waiting");
});

it("is called off while rows are read: nothing is staged, nothing is recorded", async () => {
  const before = await staged();
  const name = randomUUID();
  const brought = bring(name);
  await seenUntil(name, ({ done }) => done > 0);
  expect((await cancel(name)).cancelled).toBe(true);
  const { status, body } = await brought;
  expect([status, body.code]).toEqual([409, "importCancelled"]);
  expect(await staged()).toBe(before);
  const { rows } = (await acting.get(KEEPER, "/registers/projects/rows")).body as { rows: unknown[] };
  expect(rows).toEqual([]);
});

it("is called off before it comes, and after it was looked at: what was staged goes", async () => {
  const early = randomUUID();
  await cancel(early);
  expect((await bring(early)).body.code).toBe("importCancelled");
  const late = randomUUID();
  const { body } = await bring(late);
  expect(await staged()).toBe(1);
  await cancel(late);
  expect(await staged()).toBe(0);
  const confirmed = await acting.request(KEEPER, `${IMPORTS}/${body.batch}/confirm`, {
    method: "POST",
    headers: headers(),
    body: JSON.stringify({ confirmed: true }),
  });
  expect([confirmed.status, ((await confirmed.json()) as any).code]).toEqual([409, "nothingPending"]);
});
