/** A month over HTTP on the real servers: a desk's grid saved and sent, its head's confirmation, the office's bulletin to its signature. */
import { randomUUID } from "node:crypto";
import exceljs from "exceljs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BulletinView, RowsAnswer } from "../../../api/bulletins/schemas.js";
import type { MonthList, MonthView, MonthWork, RequestView } from "../../../api/months/schemas.js";
import { askedBundle, told } from "../../support/asked-bundle.js";
import { Letters } from "../../support/letters.js";
import { at } from "../../support/small-plan.js";
import { wordText } from "../../support/word-text.js";
import { type Acting, type Answer, startActing } from "../acting.js";

const OFFICE = "p-office-desk";
const OFFICE_HEAD = "p-office-head";
const DESK = "p-unit-desk";
const HEAD = "p-unit-head";
const TOWN = "p-town1-desk";
const GROUP = "p-group-head";
const MONTH = "/months/2021-04";
const GRID = `${MONTH}/requests/unit`;

let acting: Acting;
beforeAll(async () => {
  acting = await startActing(askedBundle);
  await acting.goTo("2021-04-20", "18:00");
}, 120_000);
afterAll(() => acting.close());

async function send(method: "POST" | "PUT", path: string, body: unknown, person: string): Promise<Answer> {
  const response = await acting.request(person, path, {
    method,
    headers: { "content-type": "application/json", ...(method === "POST" ? { "idempotency-key": randomUUID() } : {}) },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer["body"] };
}
async function read<T>(person: string, path: string): Promise<T> {
  const { status, body } = await acting.get(person, path);
  expect([path, status, body]).toMatchObject([path, 200, {}]);
  return body as unknown as T;
}
async function bringIn(bytes: ArrayBuffer | Uint8Array): Promise<Answer> {
  const form = new FormData();
  form.set("file", new Blob([bytes as never]), "调度.xlsx");
  const headers = { "idempotency-key": randomUUID() };
  const response = await acting.request(DESK, `${GRID}/import`, { method: "POST", headers, body: form });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer["body"] };
}
const work = async (person: string) => (await read<MonthWork>(person, "/months/my/work")).work;
const grid = (person = DESK): Promise<RequestView> => read<RequestView>(person, GRID);

describe("a month over HTTP", () => {
  it("lists months with one's own request, and counts for who sees everything alone", async () => {
    const own = await read<MonthList>(DESK, "/months");
    expect(own).toMatchObject({ asks: true, months: [{ month: "2021-04", totals: null, bulletin: null }] });
    expect(own.months[0]?.own.map(({ unit, mayAnswer, mayConfirm }) => [unit.id, mayAnswer, mayConfirm])).toEqual([
      ["unit", true, false],
    ]);
    const all = await read<MonthView>(OFFICE, MONTH);
    expect(all.totals).toEqual({ units: 4, answered: 0, confirmed: 0, late: 0 });
    expect(all.requests).toHaveLength(4);
    expect((await read<MonthView>(DESK, MONTH)).requests).toHaveLength(1);
  });

  it("stands among what waits for a unit's desk, for its head once it is sent, and for nobody else", async () => {
    const by = (await read<MonthView>(DESK, MONTH)).dueOn;
    expect(await work(DESK)).toMatchObject([
      { month: "2021-04", what: "answer", unit: { id: "unit" }, by, late: false, returnReason: null },
    ]);
    expect((await work(TOWN)).map(({ unit }) => unit?.id)).not.toContain("unit");
  });

  it("gives a unit's grid to its own people and to who sees everything, and to nobody else", async () => {
    const { rows } = await grid();
    expect(rows.map(({ key, kind, place, needed }) => [key, kind, place, needed])).toContainEqual([
      "works/v1",
      "item",
      "村1",
      ["progress"],
    ]);
    expect((await read<RequestView>(OFFICE, GRID)).request).toMatchObject({ mayAnswer: false, mayConfirm: false });
    expect(await acting.get(TOWN, GRID)).toMatchObject({ status: 404, body: { code: "unknownMonth" } });
    expect(await acting.get(OFFICE, `${MONTH}/requests/helper`)).toMatchObject({ status: 404 });
  });

  it("saves as somebody goes, names what is wrong by cell, and shows a conflict instead of writing over it", async () => {
    const saved = await send(
      "PUT",
      `${GRID}/draft`,
      { rows: [{ key: "works/v1", cells: told("130"), seen: 0 }] },
      DESK,
    );
    expect(saved).toMatchObject({
      status: 200,
      body: {
        saved: [{ key: "works/v1", version: 1 }],
        conflicts: [],
        mistakes: [{ column: "progress", code: "outOfRange" }],
      },
    });
    const late = await send("PUT", `${GRID}/draft`, { rows: [{ key: "works/v1", cells: told("20"), seen: 0 }] }, DESK);
    const asHead = await send("PUT", `${GRID}/draft`, { rows: [{ key: "works/v1", cells: {}, seen: 0 }] }, HEAD);
    expect(asHead).toMatchObject({ status: 403, body: { code: "notYours" } });
    expect(late.body).toMatchObject({ saved: [], conflicts: [{ cells: { progress: "130" }, by: { id: DESK } }] });
    const foreign = await send("PUT", `${GRID}/draft`, { rows: [{ key: "works/v1", cells: {}, seen: 1 }] }, TOWN);
    expect(foreign).toMatchObject({ status: 404 });
    const unknown = await send("PUT", `${GRID}/draft`, { rows: [{ key: "nothing", cells: {}, seen: 0 }] }, DESK);
    expect(unknown).toMatchObject({ status: 422, body: { code: "badValue" } });
  });

  it("gives the grid out as a workbook, and tells every mistake of one that comes back by its cell", async () => {
    const file = await acting.request(DESK, `${GRID}/grid.xlsx`);
    const book = new exceljs.Workbook();
    await book.xlsx.load(await file.arrayBuffer());
    const [sheet] = book.worksheets;
    const head = ((sheet?.getRow(1).values ?? []) as unknown[]).slice(1);
    expect(head.slice(0, 3)).toEqual(["事项", "地点", "任务"]);
    const key = head.indexOf("编号（请勿改动）") + 1;
    const progress = head.indexOf("进展") + 1;
    const measure = head.indexOf("工作措施") + 1;
    if (sheet) {
      sheet.getRow(2).getCell(progress).value = 0.6;
      sheet.getRow(3).getCell(progress).value = "四十";
      sheet.getRow(4).getCell(key).value = "works/v9";
    }
    const wrong = await bringIn(await book.xlsx.writeBuffer());
    expect(wrong).toMatchObject({ status: 200, body: { rows: [] } });
    expect((wrong.body as unknown as { mistakes: { cell: string }[] }).mistakes.map(({ cell }) => cell)).toEqual([
      "F2",
      "F3",
      "R4",
    ]);
    if (sheet) {
      sheet.getRow(2).getCell(progress).value = 60;
      sheet.getRow(3).getCell(progress).value = "４０％";
      sheet.getRow(4).getCell(key).value = (await grid()).rows[2]?.key ?? "";
      sheet.getRow(2).getCell(measure).value = "=已开工";
    }
    const right = await bringIn(await book.xlsx.writeBuffer());
    const { rows, mistakes } = right.body as unknown as { rows: { cells: object }[]; mistakes: object[] };
    expect([rows.length, mistakes]).toEqual([5, []]);
    expect(rows[0]?.cells).toMatchObject({ progress: "60", measure: "=已开工" });
    expect(await bringIn(new Uint8Array([1, 2, 3]))).toMatchObject({ status: 415, body: { code: "fileTypeNotTaken" } });
  });

  it("is sent by its hash once nothing is missing, and confirmed by the head and nobody else", async () => {
    const first = await grid();
    expect(await send("POST", `${GRID}/send`, { sha256: first.draft }, DESK)).toMatchObject({
      status: 409,
      body: { code: "incomplete" },
    });
    const rows = first.rows.map(({ key, draft }) => ({ key, cells: told("10"), seen: draft?.version ?? 0 }));
    const saved = await send("PUT", `${GRID}/draft`, { rows }, DESK);
    expect(saved.body).toMatchObject({ conflicts: [], mistakes: [] });
    expect(await send("POST", `${GRID}/send`, { sha256: first.draft }, DESK)).toMatchObject({
      body: { code: "illegalStep" },
    });
    const sent = await send("POST", `${GRID}/send`, { sha256: (await grid()).draft }, DESK);
    expect(sent).toMatchObject({ status: 200, body: { request: { status: "answered", version: 1 } } });
    expect(await send("POST", `${GRID}/confirm`, { version: 1 }, DESK)).toMatchObject({
      status: 403,
      body: { code: "notYours" },
    });
    expect((await grid(HEAD)).request.mayConfirm).toBe(true);
    expect(await work(HEAD)).toMatchObject([{ what: "confirm", unit: { id: "unit" } }]);
    expect(await work(DESK)).toEqual([]);
    expect(await send("POST", `${GRID}/confirm`, { version: 1 }, HEAD)).toMatchObject({
      status: 200,
      body: {
        request: { status: "confirmed", late: false, answeredBy: [{ id: DESK }], confirmedBy: [{ id: HEAD }] },
      },
    });
    expect(await work(HEAD)).toEqual([]);
  });

  it("shows head and office what was sent while the desk writes on, and takes nothing sent by the head", async () => {
    const row = async (person: string) => (await grid(person)).rows.find(({ key }) => key === "works/v1");
    const seen = (await row(DESK))?.draft?.version ?? 0;
    await send("PUT", `${GRID}/draft`, { rows: [{ key: "works/v1", cells: told("40"), seen }] }, DESK);
    expect(await row(DESK)).toMatchObject({ answer: { progress: "10" }, draft: { cells: { progress: "40" } } });
    for (const reader of [HEAD, OFFICE]) {
      expect(await row(reader)).toMatchObject({ answer: { progress: "10" }, draft: null });
      expect(await grid(reader)).toMatchObject({ unsent: 1, request: { mayAnswer: false } });
      const file = new exceljs.Workbook();
      const response = await acting.request(reader, `${GRID}/grid.xlsx`);
      await file.xlsx.load(await response.arrayBuffer());
      const written = file.worksheets[0]?.getSheetValues().flat().map(String) ?? [];
      expect(written).toContain("10");
      expect(written).not.toContain("40");
    }
    expect(await send("POST", `${GRID}/send`, { sha256: (await grid(HEAD)).draft }, HEAD)).toMatchObject({
      status: 403,
      body: { code: "notYours" },
    });
    await send("PUT", `${GRID}/draft`, { rows: [{ key: "works/v1", cells: told("10"), seen: seen + 1 }] }, DESK);
    expect(await grid()).toMatchObject({ unsent: 0, request: { status: "confirmed", version: 1 } });
  });

  it("makes a bulletin of the figures as they stood, edited, signed by somebody else, and numbered", async () => {
    expect(await send("POST", `${MONTH}/bulletin/draft`, {}, OFFICE)).toMatchObject({ body: { code: "illegalStep" } });
    await acting.goTo("2021-04-30", "18:00");
    expect(await work(OFFICE)).toMatchObject([{ month: "2021-04", what: "bulletin", unit: null, by: null }]);
    const drafted = await send("POST", `${MONTH}/bulletin/draft`, {}, OFFICE);
    expect([drafted.status, drafted.body]).toMatchObject([200, { step: "drafted", version: 1 }]);
    const view = drafted.body as unknown as BulletinView;
    const value = (key: string) => view.content?.figures.find((figure) => figure.key === key)?.value;
    expect(["requests.all", "requests.confirmed", "requests.silent"].map(value)).toEqual([4, 1, 3]);
    const rows = await read<RowsAnswer>(OFFICE, `${MONTH}/bulletin/rows?figure=requests.silent`);
    expect(rows.rows.map(({ unit }) => unit?.id)).toEqual(["lead", "town1", "town2"]);
    expect(await read<BulletinView>(DESK, `${MONTH}/bulletin`)).toMatchObject({ step: "none", content: null });
    const edited = await send(
      "POST",
      `${MONTH}/bulletin/draft`,
      { from: view.content?.sha256, edited: [{ at: "bulletin/next/next", text: "请未报送的单位3日内补报。" }] },
      OFFICE,
    );
    expect(edited.body).toMatchObject({ version: 2 });
    const sha256 = (edited.body as unknown as BulletinView).content?.sha256 ?? "";
    await send("POST", `${MONTH}/bulletin/approve`, { sha256, text: "同意" }, OFFICE);
    expect(await send("POST", `${MONTH}/bulletin/sign`, { sha256 }, OFFICE)).toMatchObject({
      status: 403,
      body: { code: "ownWork" },
    });
    const signed = await send("POST", `${MONTH}/bulletin/sign`, { sha256 }, OFFICE_HEAD);
    expect(signed.body).toMatchObject({ step: "signed", versions: [{ no: "通报〔2021〕1号" }] });
    const sent = await send("POST", `${MONTH}/bulletin/send`, { sha256, units: ["unit", "lead"] }, OFFICE);
    expect(sent.body).toMatchObject({ step: "sent" });
    expect(await work(OFFICE)).toEqual([]);
    expect(await read<BulletinView>(DESK, `${MONTH}/bulletin`)).toMatchObject({ step: "sent" });
    const file = await acting.request(DESK, `${MONTH}/bulletin/versions/${sha256}/bulletin.docx`);
    expect([file.status, (await file.arrayBuffer()).byteLength > 5_000]).toEqual([200, true]);
  });

  it("goes out as a letter under its number, whose document is the very one that was signed", async () => {
    const { pool } = acting.run.database;
    const told = await pool.query(
      "SELECT instrument, role, person, facts ->> 'documentNo' AS no FROM notice WHERE plan_id = $1 AND facts ->> 'what' = 'bulletin' ORDER BY role DESC, person",
      [acting.run.planId],
    );
    const bulletin = { instrument: "bulletin", no: "通报〔2021〕1号" };
    expect(told.rows).toEqual([
      { ...bulletin, role: "to", person: "p-lead-desk" },
      { ...bulletin, role: "to", person: DESK },
      { ...bulletin, role: "copy", person: GROUP },
    ]);
    await new Letters(pool).close(acting.run.planId, at("2021-04-30", "20:00"));
    const { rows } = await read<{ rows: { id: string; form: string; documentNo: string | null }[] }>(
      OFFICE,
      "/letters?limit=200",
    );
    const letters = rows.filter(({ form }) => form === "monthBulletin");
    expect(letters.map(({ documentNo }) => documentNo)).toEqual(Array(3).fill("通报〔2021〕1号"));
    const { versions } = await read<BulletinView>(OFFICE, `${MONTH}/bulletin`);
    const [signed] = versions;
    const archive = await acting.request(OFFICE, `${MONTH}/bulletin/versions/${signed?.sha256}/bulletin.docx`);
    const archived = wordText(Buffer.from(await archive.arrayBuffer()));
    for (const { id } of letters) {
      const page = await read<{ html: string }>(OFFICE, `/letters/${id}?lang=zh`);
      expect(page.html).toContain("请未报送的单位3日内补报。");
      const word = await acting.request(OFFICE, `/letters/${id}/document`);
      expect(wordText(Buffer.from(await word.arrayBuffer()))).toContain(archived);
    }
    const own = letters.map(({ id }) => acting.get(DESK, `/letters/${id}`));
    expect((await Promise.all(own)).map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 404, 404]);
  });

  it("keeps what was sent beside its correction, which needs a reason and has a number of its own", async () => {
    const before = await read<BulletinView>(OFFICE, `${MONTH}/bulletin`);
    const from = before.content?.sha256 ?? "";
    const edited = [{ at: "bulletin/next/next", text: "请未报送的单位5日内补报。" }];
    expect(await send("POST", `${MONTH}/bulletin/draft`, { from, edited }, OFFICE)).toMatchObject({ status: 422 });
    const corrected = await send("POST", `${MONTH}/bulletin/draft`, { from, edited, reason: "更正补报期限" }, OFFICE);
    const sha256 = (corrected.body as unknown as BulletinView).content?.sha256 ?? "";
    await send("POST", `${MONTH}/bulletin/approve`, { sha256, text: "同意" }, OFFICE);
    const signed = await send("POST", `${MONTH}/bulletin/sign`, { sha256 }, OFFICE_HEAD);
    expect((signed.body as unknown as BulletinView).versions.map(({ no, sha256: name }) => [no, name])).toEqual([
      ["通报〔2021〕1号", from],
      ["通报〔2021〕2号", sha256],
    ]);
  });
});
