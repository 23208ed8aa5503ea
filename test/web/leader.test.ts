/** 阅办: leaders read, note and answer what is escalated on their own page, by thumb, by keys and on paper. */
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LeaderPage } from "../../api/leaders/schemas.js";
import { pdf } from "../api/photos.js";
import { shares } from "../../web/src/pages/leader/shares.js";
import { type ActingSite, startActingSite } from "./acting-site.js";
import { overflow, violations } from "./browser.js";

let acting: ActingSite;
beforeAll(async () => {
  acting = await startActingSite();
  // Seven working days after the deadline of the villages' works.
  await acting.goTo("2021-07-09");
}, 120_000);
afterAll(() => acting?.close());

const PAGE = "/my/leader";
const form = (page: Page) => page.getByRole("dialog");
const clean = async (page: Page): Promise<void> => {
  expect(await violations(page)).toEqual([]);
  expect(await overflow(page)).toBe(0);
};

describe("a county leader", () => {
  it("begins with the own villages and what waits, nothing of others", async () => {
    const { page, close } = await acting.as("countyleader", "", { width: 360 });
    await page.goto(`${acting.site.base}/`);
    await page.waitForURL("**/my/leader");
    const village = page.locator('[data-village="v2"]');
    await village.getByText("7月1日起逾期，已7个工作日").first().waitFor();
    await village.getByText("卡在单位unit（待签收）").first().waitFor();
    expect(await page.locator("[data-village]").evaluateAll((all) => all.map((one) => one.dataset["village"]))).toEqual(
      ["v2", "v4"],
    );
    await clean(page);
    await close();
  });

  it("reads the letter where it stands, with two buttons at the thumb and no ids above it", async () => {
    const { page, close } = await acting.as("countyleader", PAGE, { width: 360 });
    await page.locator("[data-item]").first().waitFor();
    const above = await page.locator("main").innerText();
    await page.getByRole("button", { name: "阅读全文" }).first().click();
    await page.frameLocator("iframe").getByText("呈阅件").first().waitFor();
    const buttons = page.locator("[data-act=acknowledge], [data-act=instruct]");
    expect(await buttons.count()).toBe(2);
    for (const one of await buttons.all()) {
      const at = await one.boundingBox();
      // Within the screen's lower third, and large enough for a thumb.
      expect(at?.height).toBeGreaterThanOrEqual(44);
      expect(at?.y).toBeGreaterThan(780 * 0.6);
      expect((at?.y ?? 0) + (at?.height ?? 0)).toBeLessThanOrEqual(780);
    }
    expect(above).not.toMatch(/[0-9a-f]{16}|works\/|@|〔/);
    await clean(page);
    await close();
  });

  it("notes one item as read, and is shown what was done in the ledger's words", async () => {
    const { page, close } = await acting.as("countyleader", PAGE, { width: 360 });
    await page.locator("[data-item]").first().waitFor();
    for (const box of await page.locator("[data-item] input").all()) await box.uncheck();
    expect(await page.locator("[data-act=acknowledge]").isDisabled()).toBe(true);
    await page.locator('[data-item="works/v2"] input').check();
    await page.getByRole("button", { name: "已阅（1项）" }).click();
    const done = page.locator("[data-done=acknowledged]");
    await done.getByText(/县领导2（p-leader-2）已阅/).waitFor();
    expect(await page.locator('[data-item="works/v2"]').count()).toBe(0);
    expect(await acting.rows("acknowledged", "works/v2")).toBe(1);
    await clean(page);
    // It stays among the villages, and among what was said.
    await page.locator('[data-village="v2"]').getByText("已7个工作日").first().waitFor();
    await page.locator('[data-said="acknowledged"]').getByText("已阅1项").waitFor();
    await close();
  });

  it("instructs on several at once by keys alone: a phrase, a day one key away", async () => {
    const { page, close } = await acting.as("countyleader", PAGE);
    await page.locator("[data-item]").first().waitFor();
    const waiting = await page.locator("[data-item]").count();
    expect(waiting).toBeGreaterThan(1);
    await page.locator("[data-act=instruct]").focus();
    await page.keyboard.press("Enter");
    await form(page)
      .getByRole("button", { name: /^请查明原因/ })
      .focus();
    await page.keyboard.press("Enter");
    expect(await form(page).getByLabel("批示内容").inputValue()).toBe("请查明原因，明确责任人和办结时限，抓紧办理。");
    await form(page)
      .getByRole("radio", { name: /7月14日/ })
      .focus();
    await page.keyboard.press("Space");
    await form(page).getByText("7月23日").waitFor();
    await clean(page);
    await form(page).getByLabel("批示内容").focus();
    await page.keyboard.press("Tab");
    await form(page).getByRole("button", { name: "批示", exact: true }).focus();
    await page.keyboard.press("Enter");
    await page
      .locator("[data-done=instructed]")
      .getByText(/批示：请查明原因/)
      .first()
      .waitFor();
    expect(await page.locator("[data-item]").count()).toBe(0);
    expect(await acting.rows("instructed", "works/v4")).toBe(1);
    const said = page.locator('[data-said="instructed"]').first();
    await said.getByText("7月14日前反馈").waitFor();
    await said.getByText("待反馈").first().waitFor();
    await clean(page);
    await close();
  });

  it.each([1440, 360] as const)("prints one A4 sheet, whatever the screen's width (%i px)", async (width) => {
    const { page, close } = await acting.as("countyleader", PAGE, { width });
    await page.locator("[data-village]").first().waitFor();
    const sheet = await page.pdf({ format: "A4", preferCSSPageSize: true });
    const pages = sheet.toString("latin1").match(/\/Type\s*\/Page[^s]/g) ?? [];
    expect(pages).toHaveLength(1);
    await page.emulateMedia({ media: "print" });
    const text = await page.locator("[data-paper]").innerText();
    expect(text).toContain("p-leader-2同志包抓村任务落实情况");
    for (const words of ["村2", "村4", "7月1日起7个工作日", "单位unit（待签收）", "7月14日前反馈", "打印：p-leader-2"])
      expect(text).toContain(words);
    expect(await page.locator("nav").first().isVisible()).toBe(false);
    await close();
  });
});

/** Of the answer's own kind, as much of it as a leader's page could ever hold: eight villages, all of them late, and long words. */
function swollen(page: LeaderPage): LeaderPage {
  const [village] = page.villages;
  const line = village?.lines[0];
  const word = page.said.find(({ kind }) => kind === "instructed");
  const one = word?.items[0];
  if (!village || !line || !word || !one) throw new Error("the page has nothing to be made more of");
  const long = "需要逐户落实并反馈的".repeat(25);
  const lines = Array.from({ length: 30 }, (_, at) => ({
    ...line,
    item: { ...line.item, id: `works/x${at}`, title: `${long}事项` },
    lastWords: { text: long, on: page.on },
  }));
  return {
    ...page,
    villages: Array.from({ length: 8 }, (_, at) => ({
      ...village,
      village: { id: `x${at}`, name: `很长名称的村民委员会${at}` },
      counts: { ...village.counts, red: 30, yellow: 12 },
      lines,
      more: 12,
    })),
    elsewhere: lines,
    box: [{ letter: null, on: page.on, documentNo: null, lines }],
    waiting: lines.length,
    said: Array.from({ length: 12 }, (_, at) => ({
      ...word,
      text: `${at}${long}`,
      items: Array.from({ length: 30 }, (__, no) => ({ ...one, item: { ...one.item, id: `works/y${no}` } })),
    })),
  };
}

it("prints one A4 sheet of the most that a leader's page could hold, and says what it leaves out", async () => {
  const { page, close } = await acting.as("countyleader", "/my");
  await page.route("**/api/v1/plans/*/leader", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: swollen((await answer.json()) as LeaderPage) });
  });
  await page.goto(`${acting.site.base}/plans/${acting.run.planId}${PAGE}`);
  await page.locator('[data-village="x7"]').waitFor();
  const sheet = await page.pdf({ format: "A4", preferCSSPageSize: true });
  expect(sheet.toString("latin1").match(/\/Type\s*\/Page[^s]/g) ?? []).toHaveLength(1);
  await page.emulateMedia({ media: "print" });
  const text = await page.locator("[data-paper]").innerText();
  for (let no = 0; no < 8; no++) expect(text).toContain(`很长名称的村民委员会${no}`);
  expect(text).toContain("另有26项，见系统");
  await close();
});

describe("a liaison", () => {
  it("sees the leader's box, notes what was read, and enters a written instruction with its scan", async () => {
    await acting.goTo("2021-07-23");
    const { page, close } = await acting.as("liaison", PAGE, { width: 360 });
    await page.getByText("您以联络员身份办理").waitFor();
    await page.getByText("县领导2 p-leader-2同志").waitFor();
    await page.locator("[data-item]").first().waitFor();
    const [item = ""] = await page
      .locator("[data-item]")
      .evaluateAll((all) => all.map((one) => one.dataset["item"] ?? ""));
    const before = await acting.rows("instructed", item);
    for (const box of await page.locator("[data-item] input").all()) await box.uncheck();
    await page.locator(`[data-item="${item}"] input`).check();
    await page.getByRole("button", { name: "录入批示（1项）" }).click();
    await form(page).getByLabel("批示内容").fill("限期办结");
    await form(page).getByRole("button", { name: "录入书面批示", exact: true }).click();
    await form(page).getByText("录入书面批示须附扫描件").waitFor();
    expect(await acting.rows("instructed", item)).toBe(before);
    await form(page)
      .locator("input[type=file]")
      .setInputFiles({ name: "批示.pdf", mimeType: "application/pdf", buffer: pdf });
    await clean(page);
    await form(page).getByRole("button", { name: "录入书面批示", exact: true }).click();
    await page
      .locator("[data-done=instructed]")
      .getByText(/录入县领导2p-leader-2同志书面批示：限期办结/)
      .waitFor();
    await page.locator('[data-said="instructed"]').first().getByText("附扫描件").waitFor();
    await close();
  });
});

describe("a paired department head", () => {
  it("sees the paired villages first, above what waits", async () => {
    const { page, close } = await acting.as("departmenthead", "/my");
    const own = page.locator("[data-own-villages]");
    await own.getByText("村3").waitFor();
    await page.locator("[data-turn]").first().waitFor();
    const [villages, turn] = [await own.boundingBox(), await page.locator("[data-turn]").first().boundingBox()];
    expect(villages?.y).toBeLessThan(turn?.y ?? 0);
    await clean(page);
    await page.getByRole("link", { name: "全部情况" }).click();
    await page.locator('[data-village="v1"]').getByText("处级领导：p-leader-1").waitFor();
    await clean(page);
    await close();
  });
});

describe("a page without a seat", () => {
  it("says so, and reads in English", async () => {
    const { page, close } = await acting.as("unitclerk", PAGE);
    await page.getByText("您现任岗位没有包抓村，也没有呈阅件。").waitFor();
    await page.getByRole("button", { name: "English" }).click();
    await page.getByText("Your posts are paired with no village").waitFor();
    await close();
  });
});

describe("lines of the sheet", () => {
  it("are all there where they fit, and else taken from the longest; no village is left out", () => {
    expect(shares([2, 3], 10)).toEqual([2, 3]);
    expect(shares([9, 2, 4], 9)).toEqual([3, 2, 4]);
    expect(shares([30, 30, 30, 30, 30, 30, 30, 30], 24)).toEqual(Array(8).fill(3));
    expect(shares([1, 1, 1], 2)).toEqual([1, 1, 1]);
  });
});

it("keeps the sheet's measures to one page", () => {
  // Units of paper only: a sheet measured in pixels is another on each printer.
  const css = readFileSync("web/src/pages/leader/paper.module.css", "utf8");
  expect(css).not.toMatch(/\d(px|rem|vh)\b/);
});
