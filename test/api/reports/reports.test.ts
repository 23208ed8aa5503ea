/** Reports over HTTP: the same bytes whenever they are made, whatever the clock and what happened later. */
import exceljs from "exceljs";
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ReportPeriods } from "../../../api/reports/schemas.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import type { Recorder } from "../../support/recorder.js";
import { command } from "../../support/small-plan.js";
import { actors, type Api, playStory, serve } from "../support.js";

const PLAN = "/api/v1/plans/story";
let database: TestDatabase;
let api: Api;
let plan: Recorder;
beforeAll(async () => {
  database = await freshDatabase();
  plan = await playStory(database.pool);
  api = await serve(database.pool);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const bytesOf = async (path: string): Promise<Buffer> => {
  const response = await api.get(`${PLAN}/reports/${path}`);
  expect(response.status, path).toBe(200);
  return Buffer.from(await response.arrayBuffer());
};

it("lists the periods that are over", async () => {
  const { periods } = await api.json<ReportPeriods>(`${PLAN}/reports`);
  expect(periods.filter(({ kind }) => kind === "month").map(({ id }) => id)).toEqual([
    "2021-08",
    "2021-07",
    "2021-06",
    "2021-05",
    "2021-04",
  ]);
  expect(periods.map(({ id }) => id)).toContain("2021H1");
  for (const [id, file] of [
    ["2021-09", "report.docx"],
    ["2021H2", "report.xlsx"],
    ["2020-12", "report.docx"],
  ])
    expect(await api.problem(`${PLAN}/reports/${id}/${file}`)).toMatchObject({ code: "unknownReport" });
});

it("says what the ledger held at the period's end, in figures that agree with one another", async () => {
  const packed = unzipSync(await bytesOf("2021-06/report.docx"));
  const text = strFromU8(packed["word/document.xml"] as Uint8Array).replace(/<[^>]+>/g, "");
  expect(text).toContain("2021年6月工作落实情况的报告");
  const said =
    /共(\d+)项：已销号(\d+)项，绿灯(\d+)项，黄灯(\d+)项，红灯(\d+)项，灰灯（暂缓或撤销）(\d+)项，未开始(\d+)项/.exec(
      text,
    );
  const [all = 0, ...parts] = (said ?? []).slice(1).map(Number);
  expect(parts.reduce((sum, part) => sum + part, 0)).toBe(all);
  expect(text).toMatch(/与2021年5月31日相比，销号1项/);
  const page = await api.json<{ total: number; counts: { red: number } }>(`${PLAN}/worklist?month=2021-06`);
  expect([all, parts[3]]).toEqual([page.total, page.counts.red]);
  const book = new exceljs.Workbook();
  await book.xlsx.load((await bytesOf("2021-06/report.xlsx")) as unknown as ArrayBuffer);
  expect(book.worksheets.map(({ name }) => name)).toEqual([
    "总体",
    "专项",
    "主办单位",
    "乡镇",
    "逾期事项",
    "下期到期",
    "存在问题",
    "全部事项",
  ]);
  expect(book.getWorksheet("全部事项")?.rowCount).toBe(page.total + 1);
  expect(book.getWorksheet("逾期事项")?.rowCount).toBe(page.counts.red + 1);
});

it("gives the same bytes after more has happened", async () => {
  const files = ["2021-06/report.docx", "2021H1/report.xlsx", "2021-W26/report.docx", "2021Q2/report.xlsx"];
  const before = await Promise.all(files.map(bytesOf));
  const now = plan.at("2021-09-15", "18:30");
  await plan.act("task/2", now, command("reportProgress", actors.unit, "works/v2", { percent: 40, text: "已开工" }));
  await plan.runTo(plan.at("2021-09-20", "18:00"));
  const after = await Promise.all(files.map(bytesOf));
  expect(after.map((bytes, at) => bytes.equals(before[at] as Buffer))).toEqual(files.map(() => true));
});
