/** 工作落实台账 and the pages beside it in a real browser, over the seed plan's first months. */
import exceljs from "exceljs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WorklistPage } from "../../api/worklist/schemas.js";
import { planFrom, SEED_PLAN } from "../../scripts/cli.js";
import { freshDatabase, type TestDatabase } from "../support/database.js";
import { fillPlan } from "../support/filled-plan.js";
import { overflow, type Site, startBrowser, startSite, violations, visit } from "./browser.js";

const TODAY = "2021-08-20";
const PLAN = "seed-r1";

let database: TestDatabase;
let site: Site;
let browser: Browser;
beforeAll(async () => {
  database = await freshDatabase();
  await fillPlan(database.pool, await planFrom(SEED_PLAN), TODAY, { id: PLAN });
  [site, browser] = await Promise.all([startSite(database.pool), startBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await site?.close();
  await database?.drop();
});

const at = (path: string): string => `${site.base}/plans/${PLAN}${path}`;
const api = async <T>(path: string): Promise<T> =>
  (await (await fetch(`${site.base}/api/v1/plans/${PLAN}${path}`)).json()) as T;

describe("the worklist", () => {
  it.each([1440, 1024, 768, 360] as const)("is whole and told right at %i px", async (width) => {
    const { page, close } = await visit(browser, at("/worklist?sort=village"), { width });
    await page.locator("tr[data-item]").first().waitFor();
    const { rows, total } = await api<WorklistPage>("/worklist?sort=village&limit=100");
    const shown = await page.locator("tr[data-item]").evaluateAll((all) => all.map((row) => row.dataset["item"]));
    expect(shown).toEqual(rows.map(({ id }) => id));
    expect(await page.locator("output").first().innerText()).toContain(total.toLocaleString("zh-CN"));
    expect(await overflow(page)).toBe(0);
    expect(await violations(page)).toEqual([]);
    await close();
  });

  it("keeps a view, with its columns, and gives it back", async () => {
    const { page, close } = await visit(browser, at("/worklist?light=red"));
    await page.locator("tr[data-item]").first().waitFor();
    await page.getByRole("button", { name: "栏目", exact: true }).click();
    await page.getByRole("checkbox", { name: "分管领导" }).check();
    await page.getByRole("button", { name: "关闭" }).click();
    await page.locator('th[data-column="leaderInCharge"]').waitFor();
    await page.getByRole("button", { name: "我的视图" }).click();
    await page.getByRole("textbox", { name: "视图名称" }).fill("红灯");
    await page.getByRole("button", { name: "保存视图" }).click();
    await page.getByRole("button", { name: "红灯", exact: true }).waitFor();
    await page.goto(at("/worklist"));
    await page.getByRole("button", { name: "我的视图" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "红灯", exact: true }).click();
    await page.locator('th[data-column="leaderInCharge"]').waitFor();
    expect(new URL(page.url()).searchParams.get("light")).toBe("red");
    // Until they are there the rows before them are shown, as an earlier answer.
    await page.locator('[aria-busy="false"] > * tr[data-item]').first().waitFor();
    const lights = await page.locator("tr[data-item]").evaluateAll((all) => all.map((row) => row.dataset["lit"]));
    expect(new Set(lights)).toEqual(new Set(["red"]));
    await close();
  });

  it("is saved as a workbook with the filter and columns on the page", async () => {
    const { page, close } = await visit(browser, at("/worklist?light=red&columns=no&columns=title&columns=village"));
    await page.locator("tr[data-item]").first().waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "导出Excel" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`工作落实台账${TODAY}.xlsx`);
    const book = new exceljs.Workbook();
    await book.xlsx.readFile(await download.path());
    const { total } = await api<WorklistPage>("/worklist?light=red&limit=1");
    expect(book.worksheets[0]?.rowCount).toBe(total + 1);
    expect(book.worksheets[0]?.getRow(1).values).toEqual([undefined, "序号", "事项（具体内容）", "村"]);
    await close();
  });
});

describe.each([
  ["/plan", "方案"],
  ["/instructions", "批示件台账"],
  ["/my/pairing", "包抓情况"],
  ["/my/reports", "报告"],
])("%s", (path, title) => {
  it.each([1440, 360] as const)("can be read at %i px", async (width) => {
    const { page, close } = await visit(browser, at(path), { width });
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    await page.waitForLoadState("networkidle");
    expect(await overflow(page)).toBe(0);
    expect(await violations(page)).toEqual([]);
    await close();
  });
});
