/** The worklist over HTTP: pages, months, files, views. */
import exceljs from "exceljs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WorklistPage } from "../../../api/worklist/schemas.js";
import { savedViews, saveView } from "../../../prisma/worklist/saved-views.js";
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

const page = (query = ""): Promise<WorklistPage> => api.json<WorklistPage>(`${PLAN}/worklist${query}`);

describe("a page", () => {
  it("says what the ledger holds, and nothing where it holds nothing", async () => {
    const { rows, total, counts } = await page("?limit=200");
    expect(rows.length).toBe(total);
    expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(total);
    const of = (id: string) => rows.find((row) => row.id === id);
    expect(of("works/v1")).toMatchObject({ status: "closed", light: "blue", percent: 100, closedOn: "2021-06-24" });
    // Signed for, and never spoken of: no figure, which is not 0.
    expect(of("works/v2")).toMatchObject({ light: "red", percent: null, said: null });
    expect(of("works/v2")?.standing.zh).toMatch(/^待办理，逾期\d+个工作日$/);
    expect(of("works/v2")?.pressed?.zh).toMatch(/提醒\d次/);
    expect(of("works/v3")).toMatchObject({ suspended: false });
    expect(of("works/v4")).toMatchObject({ deadline: "2021-09-30" });
  });

  it("goes on where it ended, in every order", async () => {
    for (const sort of ["task", "village", "unit", "leader", "deadline", "overdue"]) {
      const ids: string[] = [];
      let cursor = "";
      do {
        const { rows, next } = await page(`?limit=2&sort=${sort}${cursor}`);
        ids.push(...rows.map(({ id }) => id));
        cursor = next === null ? "" : `&cursor=${next}`;
      } while (cursor !== "");
      const { total } = await page();
      expect(new Set(ids).size, sort).toBe(total);
      expect(ids.length, sort).toBe(total);
    }
  });

  it("is narrowed by part in it, leader and change", async () => {
    const { total } = await page();
    const involved = await page("?involved=lead&limit=200");
    expect(involved.total).toBeGreaterThan(0);
    expect(involved.total).toBeLessThan(total);
    const led = await page("?leader=leader%2F2&limit=200");
    expect(led.rows.length).toBeGreaterThan(0);
    const changed = await page("?month=2021-06&changed=true&limit=200");
    expect(changed.rows.every(({ changes }) => (changes ?? []).length > 0)).toBe(true);
    expect(changed.rows.map(({ id }) => id)).toContain("works/v1");
  });

  it("tells of a month as it stood at its last instant, and what changed in it", async () => {
    const june = await page("?month=2021-06&limit=200");
    expect(june).toMatchObject({ on: "2021-06-30", since: "2021-05-31", final: true });
    const closed = june.rows.find(({ id }) => id === "works/v1");
    expect(closed?.changes?.map(({ kind }) => kind)).toEqual(["closed", "progressed"]);
    // What was recorded in July is not in it.
    expect(june.rows.find(({ id }) => id === "area/v4")?.primaryUnit.id).toBe("unit");
    expect(await api.problem(`${PLAN}/worklist?month=2020-01`)).toMatchObject({
      code: "dateOutOfRange",
      parameter: "month",
    });
  });

  it("tells the same of a month whatever happens later", async () => {
    const before = await page("?month=2021-08&limit=200");
    const now = plan.at("2021-09-15", "18:30");
    await plan.act("task/2", now, command("reportProgress", actors.unit, "works/v2", { percent: 40, text: "已开工" }));
    expect((await page("?limit=200")).rows.find(({ id }) => id === "works/v2")).toMatchObject({
      percent: 40,
      said: { progress: "已开工", on: "2021-09-15" },
    });
    const { outside: _o, ...again } = await page("?month=2021-08&limit=200");
    const { outside: _p, ...first } = before;
    expect(again).toEqual(first);
  });
});

describe("a file", () => {
  const rowsIn = async (path: string): Promise<string[][]> => {
    const response = await api.get(path);
    expect(response.status, path).toBe(200);
    const book = new exceljs.Workbook();
    await book.xlsx.load(await response.arrayBuffer());
    return (book.worksheets[0]?.getSheetValues() ?? [])
      .slice(1)
      .map((row) => Array.from(row as unknown[], (cell) => String(cell ?? "")).slice(1));
  };

  it("has the rows and columns asked for, in their order", async () => {
    const { rows } = await page("?sort=village&limit=200");
    const [head, ...lines] = await rowsIn(`${PLAN}/exports/worklist?sort=village&columns=no,village,title,percent`);
    expect(head).toEqual(["序号", "村", "事项（具体内容）", "完成进度（%）"]);
    expect(lines.map(([no, village]) => [no, village])).toEqual(
      rows.map((row, no) => [String(no + 1), row.village?.name ?? ""]),
    );
  });

  it("is CSV where that is wanted, in the reader's language", async () => {
    const response = await api.get(`${PLAN}/exports/worklist?format=csv&lang=en&task=2`);
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(decodeURIComponent(response.headers.get("content-disposition") ?? "")).toContain("Worklist2021-09-15.csv");
    const text = Buffer.from(await response.arrayBuffer()).toString("utf8");
    expect(text.startsWith("\uFEFFNo.,Task,Item")).toBe(true);
    expect(text.trim().split("\r\n").length - 1).toBe((await page("?task=2")).total);
  });

  it("is refused as its list is, before anything is sent", async () => {
    expect(await api.problem(`${PLAN}/exports/worklist?on=1999-01-01`)).toMatchObject({ code: "dateOutOfRange" });
    expect(await api.problem(`${PLAN}/exports/worklist?columns=no,nothing`)).toMatchObject({ status: 400 });
    expect(await api.problem(`${PLAN}/exports/items?cursor=x`)).toMatchObject({ code: "unknownParameter" });
  });

  it("of any list has all of its rows, and is written down", async () => {
    const { total } = await api.json<{ total: number }>(`${PLAN}/items?limit=1`);
    expect((await rowsIn(`${PLAN}/exports/items`)).length - 1).toBe(total);
    const letters = await api.json<{ total: number }>(`${PLAN}/letters?limit=1`);
    expect((await rowsIn(`${PLAN}/exports/letters`)).length - 1).toBe(letters.total);
    const overdue = await api.json<{ total: number }>(`${PLAN}/items?limit=1&overdue=true`);
    expect((await rowsIn(`${PLAN}/exports/items?overdue=true`)).length - 1).toBe(overdue.total);
    const { rows } = await database.pool.query(
      "SELECT detail FROM audit_event WHERE kind = 'listExported' AND subject = 'items' ORDER BY id DESC LIMIT 1",
    );
    expect(rows[0]?.detail).toMatchObject({
      format: "xlsx",
      rows: overdue.total,
      filters: "overdue=true&sort=task&order=asc",
    });
  });
});

describe("views", () => {
  it("are one's own, saved over by name, and gone when deleted", async () => {
    const send = async (path: string, body: object) => {
      const response = await fetch(`${api.base}${PLAN}/views${path}`, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
      });
      return { status: response.status, body: (await response.json()) as { views: { name: string; query: string }[] } };
    };
    const names = ({ body }: { readonly body: { readonly views: readonly { name: string; query: string }[] } }) =>
      body.views.map(({ name, query }) => `${name} ${query}`);
    expect(await api.json(`${PLAN}/views`)).toEqual({ views: [] });
    expect((await send("", { name: "", query: "", columns: [] })).status).toBe(400);
    await send("", { name: "红灯", query: "light=red", columns: ["no", "title"] });
    expect(names(await send("", { name: "红灯", query: "light=red&sort=overdue", columns: [] }))).toEqual([
      "红灯 light=red&sort=overdue",
    ]);
    const other = { planId: "story", accountId: "somebody else", list: "worklist" };
    await saveView(database.pool, other, "别人的", { query: "", columns: [] }, 1);
    expect(await saveView(database.pool, other, "再一个", { query: "", columns: [] }, 1)).toBe(false);
    expect((await api.json<{ views: object[] }>(`${PLAN}/views`)).views).toHaveLength(1);
    expect(names(await send("/delete", { name: "红灯" }))).toEqual([]);
    expect((await send("/delete", { name: "红灯" })).status).toBe(200);
    expect(await savedViews(database.pool, other)).toHaveLength(1);
  });
});
