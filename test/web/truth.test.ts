/** What pages say and how they stand at every width and on paper: the seed plan's first months in a real browser. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { planFrom, SEED_PLAN } from "../../scripts/cli.js";
import { freshDatabase, type TestDatabase } from "../support/database.js";
import { fillPlan } from "../support/filled-plan.js";
import { overflow, type Site, startBrowser, startSite, visit } from "./browser.js";

const TODAY = "2021-08-20";
const PLAN = "seed-r1";

let database: TestDatabase;
let site: Site;
let browser: Browser;
beforeAll(async () => {
  database = await freshDatabase();
  await fillPlan(database.pool, await planFrom(SEED_PLAN), TODAY, { id: PLAN });
  [site, browser] = await Promise.all([startSite(database.pool), startBrowser()]);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await site?.close();
  await database?.drop();
});

const at = (path: string): string => `${site.base}/plans/${PLAN}${path}`;

describe("the header", () => {
  it.each([360, 768, 800, 1024, 1199, 1200, 1280, 1440])("keeps its words on one line at %i px", async (width) => {
    const { page, close } = await visit(browser, at("/items"));
    await page.setViewportSize({ width, height: 900 });
    await page.getByRole("table").waitFor();
    const words: { text: string; lines: number; width: number }[] = await page.evaluate(`
      [...document.querySelectorAll("header nav a span, header > a span")]
        .filter((word) => word.getClientRects().length > 0 && word.textContent.trim() !== "")
        .map((word) => {
          const range = document.createRange();
          range.selectNodeContents(word);
          const tops = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
          return { text: word.textContent, lines: tops.size, width: Math.round(word.getBoundingClientRect().width) };
        })`);
    expect(words.length).toBeGreaterThanOrEqual(6);
    for (const { text, lines } of words) expect(lines, `${text} at ${width} px`).toBe(1);
    expect(await overflow(page)).toBe(0);
    const header: { height: number; inner: number } = await page.evaluate(`
      (({ clientHeight, scrollHeight }) => ({ height: clientHeight, inner: scrollHeight }))(document.querySelector("header"))`);
    expect(header.inner).toBeLessThanOrEqual(header.height + 1);
    await close();
  });
});

/** How many pages a print has. */
async function pagesOf(page: Page): Promise<number> {
  const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
  return (pdf.match(/\/Type\s*\/Page[^s]/g) ?? []).length;
}

describe("on paper", () => {
  it("the map of lights has every village, on as many pages as it needs", async () => {
    const { page, close } = await visit(browser, at("/lights"));
    await page.locator(`[data-on="${TODAY}"]`).waitFor();
    // As from a wide window: pages are counted before the paper's media queries change anything.
    expect(await pagesOf(page)).toBeGreaterThan(1);
    // A4 upright, as the browser lays it out for the printer.
    await page.setViewportSize({ width: 794, height: 1123 });
    await page.emulateMedia({ media: "print" });
    await page.locator('table[data-turned="true"]').waitFor();
    const shown: { rows: number; hidden: number; scrolls: boolean } = await page.evaluate(`(() => {
      const box = document.querySelector('table[data-turned="true"]').parentElement;
      const rows = [...box.querySelectorAll("tbody tr")];
      const bottom = box.getBoundingClientRect().bottom;
      return {
        rows: rows.length,
        hidden: rows.filter((row) => row.getBoundingClientRect().bottom > bottom + 1).length,
        scrolls: box.scrollHeight > box.clientHeight + 1 && getComputedStyle(box).overflowY !== "visible",
      };
    })()`);
    // The county, six townships and 64 villages.
    expect(shown).toEqual({ rows: 71, hidden: 0, scrolls: false });
    expect(await pagesOf(page)).toBeGreaterThan(1);
    await close();
  });

  it("a letter stands alone", async () => {
    const { page, close } = await visit(browser, at("/letters"));
    const frame = page.locator("article iframe");
    await frame.waitFor();
    await page.emulateMedia({ media: "print" });
    await page.locator("header nav").waitFor({ state: "hidden" });
    for (const hidden of ["h1", "dl", "ul li a"])
      expect(await page.locator(`main ${hidden}`).filter({ visible: true }).count(), hidden).toBe(0);
    expect(await frame.isVisible()).toBe(true);
    await close();
  });
});

describe("an item's story", () => {
  it("tells what comes next before a deadline that is later", async () => {
    const { page, close } = await visit(
      browser,
      at("/items?status=inProgress&status=signedFor&status=assigned&light=green"),
    );
    await page.getByRole("table").getByRole("link").first().click();
    const next = page.locator('li[data-tone="next"]');
    await next.waitFor();
    const order: string[] = await page.evaluate(`
      [...document.querySelectorAll('li[data-tone="next"], li[data-kind]')].map((one) => one.dataset.tone ?? one.dataset.kind)`);
    expect(order.indexOf("today")).toBeLessThan(order.indexOf("next"));
    expect(order.indexOf("next")).toBeLessThan(order.indexOf("deadline"));
    await close();
  });
});

describe("what is beyond one's reach, or isn't there", () => {
  it("is said so, with a way back and no second try", async () => {
    const { page } = await visit(browser, at("/items/nowhere%2Fv001"));
    const alert = page.getByRole("alert");
    await alert.getByText("没有该事项，或不在您的查阅范围").waitFor();
    expect(await alert.getByRole("button").count()).toBe(0);
    expect(await alert.textContent()).not.toContain("%2F");
    await alert.getByRole("link", { name: "回到我的待办" }).click();
    await page.waitForURL(/\/my$/);
    await page.context().close();
  });
});
