/** A round's bulletin over HTTP on the real servers: drafted, edited, replied to, approved, signed under its number, sent, read. */
import { createHash, randomUUID } from "node:crypto";
import exceljs from "exceljs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BulletinView, RowsAnswer } from "../../../api/bulletins/schemas.js";
import type { RoundAct } from "../../../domain/inspections/acts.js";
import type { Actor } from "../../../domain/ledger/record.js";
import {
  answer,
  clock,
  groupOfAll,
  inspectedBundle,
  inspectors,
  roundCommand,
} from "../../support/inspected-bundle.js";
import { Letters } from "../../support/letters.js";
import { at } from "../../support/small-plan.js";
import { wordText } from "../../support/word-text.js";
import { type Acting, type Answer, startActing } from "../acting.js";

const OFFICE = "p-office-desk";
const HEAD = "p-office-head";
const GROUP = "p-group-head";
const TOWN = "p-town1-desk";
const ROUND = "/inspections/2021H1/bulletin";

let acting: Acting;
beforeAll(async () => {
  acting = await startActing(inspectedBundle);
  await acting.goTo("2021-06-08", "18:00");
  await inspect(
    at("2021-06-09", "10:00"),
    { kind: "approveScheme", text: "同意" },
    groupOfAll(["v1", "v2", "v3", "v4"].map((place) => `village-${place}`)),
  );
  await file("village-v1", ["works"]);
  await file("village-v3", ["works", "ledger"]);
}, 120_000);
afterAll(() => acting.close());

async function inspect(now: number, ...acts: readonly RoundAct[]): Promise<void> {
  const { run } = acting;
  const moved = await run.store.moveClock(run.planId, now);
  for (const act of acts)
    await run.gateway.inspect(run.planId, "inspection/2021H1", roundCommand(inspectors.leader as Actor, act), moved);
}

async function file(visit: string, fails: readonly string[]): Promise<void> {
  const now = at("2021-06-10", "10:00");
  const { state } = (await acting.services.rounds.read(acting.run.planId, "2021H1")) ?? {};
  const lines = state?.visits[visit]?.plan.lines ?? [];
  const answers = lines.map((line) =>
    answer(line, fails.includes(line) ? "fail" : "pass", line === "losses" ? { highlight: "互助修渠" } : {}),
  );
  await inspect(now, { kind: "fileLines", visit, answers, clock: clock(now) }, { kind: "submitCheck", visit });
}

async function post(path: string, body: unknown, person = OFFICE, key: string = randomUUID()): Promise<Answer> {
  const response = await acting.request(person, `${ROUND}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": key },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer["body"] };
}
const view = async (person = OFFICE): Promise<BulletinView> => {
  const { status, body } = await acting.get(person, ROUND);
  expect([status, body]).toMatchObject([200, {}]);
  return body as unknown as BulletinView;
};
const hashNow = async (): Promise<string> => (await view()).content?.sha256 ?? "";
const figure = ({ content }: BulletinView, key: string): number | null | undefined =>
  content?.figures.find((one) => one.key === key)?.value;
const bytes = async (person: string, hash: string, name: string): Promise<{ status: number; body: Buffer }> => {
  const response = await acting.request(person, `${ROUND}/versions/${hash}/${name}`);
  return { status: response.status, body: Buffer.from(await response.arrayBuffer()) };
};
const digest = (body: Buffer): string => createHash("sha256").update(body).digest("hex");

describe("a bulletin over HTTP", () => {
  it("is not drafted before the round is closed", async () => {
    expect(await post("/draft", {})).toMatchObject({ status: 409, body: { code: "illegalStep" } });
    expect(await view()).toMatchObject({ step: "none", content: null, versions: [] });
    expect(await post("/draft", {}, TOWN)).toMatchObject({ status: 403 });
  });

  it("is drafted of figures that the ledger bears out, within three seconds", async () => {
    await acting.goTo("2021-07-12");
    const begun = performance.now();
    const drafted = await post("/draft", {});
    expect([drafted.status, drafted.body]).toMatchObject([200, { step: "drafted", version: 1 }]);
    expect(performance.now() - begun).toBeLessThan(3_000);
    const now = await view();
    const { rows } = await acting.run.database.pool.query(
      `SELECT (SELECT count(*)::int FROM inspection_visit WHERE plan_id = $1) AS planned,
        (SELECT count(*)::int FROM inspection_check WHERE plan_id = $1 AND NOT late AND grade = 'fail') AS failed,
        (SELECT count(*)::int FROM item WHERE plan_id = $1 AND milestone LIKE 'zg-%' AND closed_at IS NULL) AS open`,
      [acting.run.planId],
    );
    expect([figure(now, "visits.planned"), figure(now, "lines.fail"), figure(now, "findings.open")]).toEqual([
      rows[0].planned,
      rows[0].failed,
      rows[0].open,
    ]);
    expect(rows[0].failed).toBe(3);
    expect(now.checks).toMatchObject({ contradictions: [], repeated: [] });
  });

  it("leads a figure to its rows, and withholds from a unit what is not its own", async () => {
    const now = await view();
    const path = (key: string): string =>
      `${ROUND}/rows?figure=${encodeURIComponent(key)}&version=${now.content?.sha256}`;
    const all = (await acting.get(OFFICE, path("lines.fail"))).body as unknown as RowsAnswer;
    expect(all.rows).toHaveLength(3);
    expect(all.withheld).toBe(0);
    expect(all.rows[0]).toMatchObject({ place: "村1", state: { zh: "不合格" }, text: "未落实" });
    expect((await acting.get(OFFICE, path("lines.nothing"))).status).toBe(404);
    // A draft is nobody's beyond the office.
    expect((await acting.get(TOWN, path("lines.fail"))).status).toBe(404);
  });

  it("is edited by the office, with its figures kept, and refuses a figure that there is none of", async () => {
    const from = await hashNow();
    const edit = (text: string | null, place = "bulletin/overall/burden") =>
      post("/draft", { from, edited: [{ at: place, text }] });
    expect(await edit("见{lines.nothing}项")).toMatchObject({ status: 422, body: { code: "badValue" } });
    expect(await edit("x", "bulletin/nowhere/p")).toMatchObject({ status: 422 });
    const edited = await edit("本期未另行要求报送材料，现有材料{burden.materials}份，另有7份。");
    expect(edited.status).toBe(200);
    const burden = (await view()).content?.bulletin.sections[1]?.paragraphs.find(({ id }) => id === "burden");
    expect(burden).toMatchObject({ by: "office", en: null, unsourced: ["7"] });
    expect(burden?.zh.map(({ figure: key }) => key)).toContain("burden.materials");
    // The version before is kept as it was.
    expect((await bytes(OFFICE, from, "bulletin.docx")).status).toBe(200);
  });

  it("takes a next step of the office's, with unit, day and task, and none that lacks one of them", async () => {
    const from = await hashNow();
    const step = (...members: readonly (readonly [string, string])[]) =>
      post("/draft", { from, edited: members.map(([member, text]) => ({ at: `steps/new1/${member}`, text })) });
    expect(await step(["text", "完善村级管护制度"], ["unit", "unit"])).toMatchObject({ status: 422 });
    expect(await step(["text", "完善"], ["unit", "nobody"], ["by", "2021-08-31"])).toMatchObject({ status: 422 });
    expect(
      await step(["text", "完善村级管护制度"], ["unit", "unit"], ["by", "2021-08-31"], ["task", "2"]),
    ).toMatchObject({ status: 200 });
    expect((await view()).content?.steps.find(({ id }) => id === "new1")).toMatchObject({ task: 2, item: true });
  });

  it("asks units for replies, shows them the draft meanwhile, and is approved when what was said is answered", async () => {
    const sha256 = await hashNow();
    expect(await view(TOWN)).toMatchObject({ step: "none", content: null });
    expect(await post("/circulate", { sha256, units: ["town1"], replyBy: "2021-07-16" })).toMatchObject({
      status: 200,
    });
    expect(await view(TOWN)).toMatchObject({
      step: "circulated",
      mayReply: true,
      checks: null,
      content: { sha256, report: null },
    });
    expect(await post("/reply", { agrees: false, text: "村1工程已于6月完工" }, TOWN)).toMatchObject({ status: 200 });
    expect(await post("/reply", { agrees: true, text: "" }, "p-lead-desk")).toMatchObject({ status: 403 });
    expect(await post("/approve", { sha256, text: "同意" })).toMatchObject({
      status: 409,
      body: { code: "illegalStep" },
    });
    expect(await post("/replies/1/answer", { adopted: false, reason: "检查日尚未完工" })).toMatchObject({
      status: 200,
    });
    expect(await post("/approve", { sha256: "0".repeat(64), text: "同意" })).toMatchObject({ status: 404 });
    const key = randomUUID();
    expect(await post("/approve", { sha256, text: "同意" }, OFFICE, key)).toMatchObject({
      status: 200,
      body: { step: "approved" },
    });
    // Sent again it is the same request: nothing is registered twice.
    expect(await post("/approve", { sha256, text: "同意" }, OFFICE, key)).toMatchObject({ status: 200 });
    const { rows } = await acting.run.database.pool.query(
      "SELECT primary_unit AS unit, deadline::text FROM item WHERE plan_id = $1 AND task = 2 AND deadline = '2021-08-31'",
      [acting.run.planId],
    );
    expect(rows).toEqual([{ unit: "unit", deadline: "2021-08-31" }]);
  });

  it("is signed once, with numbers given in order, and the same request is answered the same", async () => {
    const sha256 = await hashNow();
    const key = randomUUID();
    // Whoever drafted it and edited it last does not sign it alone.
    expect(await post("/sign", { sha256 })).toMatchObject({ status: 403, body: { code: "ownWork" } });
    expect([(await view()).maySign, (await view(HEAD)).maySign]).toEqual([false, true]);
    const signed = await post("/sign", { sha256 }, HEAD, key);
    expect(signed).toMatchObject({ status: 200, body: { step: "signed", versions: [{ sha256, on: "2021-07-12" }] } });
    const [{ no, reportNo }] = (signed.body as unknown as BulletinView).versions as [BulletinView["versions"][number]];
    expect([no, reportNo]).toEqual(["通报〔2021〕1号", "专报〔2021〕1号"]);
    expect(await post("/sign", { sha256 }, HEAD, key)).toMatchObject({ status: 200 });
    expect(await post("/sign", { sha256 }, HEAD)).toMatchObject({ status: 409, body: { code: "nothingPending" } });
    const numbers = await acting.run.database.pool.query(
      "SELECT count(*)::int AS count FROM document_number WHERE plan_id = $1 AND series IN ('通报', '专报')",
      [acting.run.planId],
    );
    expect(numbers.rows[0].count).toBe(2);
  });

  it("goes to units as a message each, and from then on everybody in the plan reads it", async () => {
    const sha256 = await hashNow();
    expect(await post("/send", { sha256, units: ["town1", "town2", "unit"] })).toMatchObject({
      status: 200,
      body: { step: "sent" },
    });
    // 主送 the units, 抄报 the leading group, which gets the report, too.
    const told = await acting.run.database.pool.query(
      "SELECT instrument, role, person, facts->>'documentNo' AS no FROM notice WHERE plan_id = $1 AND instrument IN ('bulletin', 'upwardReport') ORDER BY 1, 2 DESC, 3",
      [acting.run.planId],
    );
    const bulletin = { instrument: "bulletin", no: "通报〔2021〕1号" };
    expect(told.rows).toEqual([
      ...["town1", "town2", "unit"].map((id) => ({ ...bulletin, role: "to", person: `p-${id}-desk` })),
      { ...bulletin, role: "copy", person: GROUP },
      { instrument: "upwardReport", role: "to", person: GROUP, no: "专报〔2021〕1号" },
    ]);
    const seen = await view("p-unit-desk");
    expect(seen).toMatchObject({
      step: "sent",
      content: { sha256, report: null },
      versions: [{ no: "通报〔2021〕1号", reportNo: null }],
    });
    const path = `${ROUND}/rows?figure=lines.fail&version=${sha256}`;
    const own = (await acting.get(TOWN, path)).body as unknown as RowsAnswer;
    expect([own.rows.length, own.withheld]).toEqual([1, 2]);
  });

  it("goes with its letters: each is the very document that was signed, on its page and in Word", async () => {
    const hash = await hashNow();
    await new Letters(acting.run.database.pool).close(acting.run.planId, at("2021-07-12", "20:00"));
    const listed = await acting.get(OFFICE, "/letters?limit=200");
    const letters = (listed.body as unknown as { rows: { id: string; form: string; documentNo: string | null }[] })
      .rows;
    const of = (form: string) => letters.filter((one) => one.form === form);
    expect([of("bulletin").length, of("upwardReport").length]).toEqual([4, 1]);
    for (const [form, name] of [
      ["bulletin", "bulletin.docx"],
      ["upwardReport", "report.docx"],
    ] as const)
      for (const { id, documentNo } of of(form)) {
        expect(documentNo).toMatch(/〔2021〕1号$/);
        const page = await acting.get(OFFICE, `/letters/${id}?lang=zh`);
        const html = String((page.body as unknown as { html: string }).html);
        expect(html).toContain(form === "bulletin" ? "情况的通报" : "情况的报告");
        expect(html).toContain("合格率");
        const word = await acting.request(OFFICE, `/letters/${id}/document`);
        const said = wordText(Buffer.from(await word.arrayBuffer()));
        const archived = wordText((await bytes(OFFICE, hash, name)).body);
        expect(archived.length).toBeGreaterThan(500);
        expect(said).toContain(archived);
      }
    // Whoever was sent it reads it: the report the leading group, not a township.
    const [report] = of("upwardReport");
    expect((await acting.get(GROUP, `/letters/${report?.id}`)).status).toBe(200);
    expect((await acting.get(TOWN, `/letters/${report?.id}`)).status).toBe(404);
  });

  it("gives its files out, the same bytes each time; the report and the workbook to those who see everything", async () => {
    const hash = await hashNow();
    for (const name of ["bulletin.docx", "report.docx", "ledger.xlsx"]) {
      const [first, second] = [await bytes(OFFICE, hash, name), await bytes(OFFICE, hash, name)];
      expect([name, first.status]).toEqual([name, 200]);
      expect(digest(first.body)).toBe(digest(second.body));
      expect([name, (await bytes(TOWN, hash, name)).status]).toEqual([name, name === "bulletin.docx" ? 200 : 404]);
    }
    const book = new exceljs.Workbook();
    const { body } = await bytes(OFFICE, hash, "ledger.xlsx");
    await book.xlsx.load(body.buffer.slice(body.byteOffset, body.byteOffset + body.byteLength) as ArrayBuffer);
    expect(book.getWorksheet("检查项")?.rowCount).toBe(1 + Number(figure(await view(), "lines.asked")));
  });

  it("keeps what was signed beside its correction, which has another number and other bytes", async () => {
    const before = await hashNow();
    const word = digest((await bytes(OFFICE, before, "bulletin.docx")).body);
    expect(
      await post("/draft", { from: before, edited: [{ at: "bulletin/overall/burden", text: null }] }),
    ).toMatchObject({ status: 422 });
    await post("/draft", {
      from: before,
      edited: [{ at: "bulletin/overall/burden", text: null }],
      reason: "更正材料份数",
    });
    const after = await hashNow();
    await post("/approve", { sha256: after, text: "同意" });
    const signed = await post("/sign", { sha256: after }, HEAD);
    expect((signed.body as unknown as BulletinView).versions.map(({ no, sha256 }) => [no, sha256])).toEqual([
      ["通报〔2021〕1号", before],
      ["通报〔2021〕2号", after],
    ]);
    expect(digest((await bytes(OFFICE, before, "bulletin.docx")).body)).toBe(word);
    expect(digest((await bytes(OFFICE, after, "bulletin.docx")).body)).not.toBe(word);
  });

  it("shows the appraisal's annex to the office and the leading group alone", async () => {
    const path = `${ROUND}/appraisal`;
    const annex = await acting.get(OFFICE, path);
    expect(annex).toMatchObject({ status: 200, body: { round: "2021H1", table: { id: "appraisal" } } });
    expect((await acting.get(TOWN, path)).status).toBe(403);
    expect((await acting.get("p-unit-desk", path)).status).toBe(403);
  });
});
