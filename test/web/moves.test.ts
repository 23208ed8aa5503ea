/** A plan that moves while one looks at it: its clock, its feed, and an API that goes away and comes back. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Browser, Locator, Page, Route } from "playwright-core";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createPlan } from "../../prisma/plans/plan-store.js";
import { freshDatabase, type TestDatabase } from "../support/database.js";
import { fillPlan, type FilledPlan } from "../support/filled-plan.js";
import { bundle } from "../support/small-bundle.js";
import { type Site, startBrowser, startSite, visit } from "./browser.js";

const PLAN = "small-r1";

let database: TestDatabase;
let plan: FilledPlan;
let site: Site;
let browser: Browser;
beforeAll(async () => {
  database = await freshDatabase();
  plan = await fillPlan(database.pool, bundle, "2021-06-20", { id: PLAN });
  const live = { slug: "small", title: "合成方案", scenario: null, seed: null, openedAt: Date.parse("2021-04-12") };
  await createPlan(database.pool, { ...live, id: "small-live", mode: "live" }, bundle);
  [site, browser] = await Promise.all([startSite(database.pool, clock), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
  await database?.drop();
});

const moves: unknown[] = [];

/** Moves the clock as the engine does, without a server for workflows: the domain decides, the store records. */
function clock(req: IncomingMessage, res: ServerResponse): boolean {
  if (req.method !== "POST" || req.url !== `/api/v1/plans/${PLAN}/clock`) return false;
  void (async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as { action: string; date?: string };
    moves.push(body);
    const now = (await (await fetch(`${site.base}/api/v1/plans/${PLAN}/clock`)).json()) as { due: { at: string }[] };
    const day = body.date ?? now.due[0]?.at.slice(0, 10);
    if (day !== undefined) await plan.playTo(day);
    const moved = await fetch(`${site.base}/api/v1/plans/${PLAN}/clock`);
    res.writeHead(200, { "Content-Type": "application/json" }).end(await moved.text());
  })();
  return true;
}

const shownDay = (page: Page): Locator => page.getByRole("region", { name: "推演时钟" }).locator("time").first();
/** Until the clock shows another day. */
const moved = (page: Page, day: string): Promise<void> => shownDay(page).filter({ hasNotText: day }).waitFor();
const enabled = (page: Page, name: string): Promise<void> =>
  page.getByRole("button", { name }).and(page.locator(":enabled")).waitFor();

it.each([1440, 360] as const)("moves the clock, and shows what that brings as it comes (%i px)", async (width) => {
  const { page, close } = await visit(browser, `${site.base}/plans/${PLAN}`, { width });
  const entries = page.getByRole("article");
  await page.getByText("实时").waitFor();
  const before = await entries.count();
  const first = await shownDay(page).innerText();

  await page.getByRole("button", { name: "下一节点" }).click();
  await moved(page, first);
  await enabled(page, "推进1周");
  const second = await shownDay(page).innerText();
  await page.getByRole("button", { name: "推进1周" }).click();
  await moved(page, second);
  await enabled(page, "推进1周");
  await entries.nth(before).waitFor();

  const third = await shownDay(page).innerText();
  await page.getByRole("button", { name: "跳到日期" }).click();
  await page.locator(".ant-picker-cell-in-view:not(.ant-picker-cell-disabled)").last().click();
  await moved(page, third);

  const date = expect.stringMatching(/^2021-\d\d-\d\d$/) as string;
  expect(moves.splice(0)).toMatchObject([
    { action: "jumpNext" },
    { action: "jumpTo", date },
    { action: "jumpTo", date },
  ]);
  await close();
});

it("tells of rows that others' acts and time bring, and brings the figures up to date", async () => {
  const { page, close } = await visit(browser, `${site.base}/plans/${PLAN}`);
  await page.getByText("实时").waitFor();
  const counts = async (): Promise<Record<string, number>> => {
    const answer = await fetch(`${site.base}/api/v1/plans/${PLAN}/items?limit=1`);
    return ((await answer.json()) as { counts: Record<string, number> }).counts;
  };
  const before = await counts();
  const entries = page.getByRole("article");
  const [newest, told] = [await entries.first().innerText(), await entries.count()];
  for (let month = 8; month <= 12; month++) {
    await plan.playTo(`2021-${String(month).padStart(2, "0")}-28`);
    if (JSON.stringify(await counts()) !== JSON.stringify(before)) break;
  }
  const after = await counts();
  expect(after).not.toEqual(before);
  await entries.nth(told).waitFor();
  expect(await entries.first().innerText()).not.toBe(newest);
  for (const [light, count] of Object.entries(after))
    await page.locator(`[data-figure="${light}"] strong`, { hasText: new RegExp(`^${count}$`) }).waitFor();
  await close();
});

it("says that the API is away, keeps what it shows, and goes on by itself when it is back", async () => {
  const { page, complaints } = await visit(browser, `${site.base}/plans/${PLAN}/items`);
  await page.getByText(/共\d+个/).waitFor();
  const rows = await page.getByRole("row").count();
  const banner = page.getByText("网络异常，请稍候");
  await site.away();
  await banner.waitFor();
  expect(await page.getByRole("row").count()).toBe(rows);
  await site.back();
  await banner.waitFor({ state: "detached" });
  await page.getByRole("link", { name: "总览" }).click();
  await page.getByText("实时").waitFor();
  const day = await shownDay(page).innerText();
  await plan.playTo("2022-01-14");
  await moved(page, day);
  // Nothing but that nobody answered.
  expect(complaints.filter((text) => !/ERR_|Failed to (load|fetch)/.test(text))).toEqual([]);
  await page.context().close();
});

it("follows the feed, too, where the API went away before it had been read", async () => {
  const { page } = await visit(browser, "about:blank");
  const banner = page.getByRole("status").getByText("网络异常，请稍候");
  const reading = async (route: Route): Promise<void> => {
    await site.away();
    await route.continue();
  };
  await page.route(/\/feed\?/, reading, { times: 1 });
  await page.goto(`${site.base}/plans/${PLAN}`);
  await banner.waitFor();
  await site.back();
  await banner.waitFor({ state: "detached" });
  await page.getByText("实时").waitFor();
  await page.context().close();
});

it("goes to a page that could not be fetched once the API is back", async () => {
  const { page } = await visit(browser, `${site.base}/plans/${PLAN}`);
  await page.getByText("实时").waitFor();
  await site.away();
  await page.getByRole("link", { name: "亮灯", exact: true }).click();
  const banner = page.getByRole("status").getByText("网络异常，请稍候");
  await banner.waitFor();
  await site.back();
  await banner.waitFor({ state: "detached" });
  await page.waitForURL(/\/lights/);
  await page.getByRole("heading", { level: 1, name: /灯/ }).waitFor();
  await page.context().close();
});

it("searches for what an input method has composed, and loses nothing of what is typed meanwhile", async () => {
  const { page, close } = await visit(browser, `${site.base}/plans/${PLAN}/items`);
  const searched: string[] = [];
  page.on("request", (request) => {
    const { pathname, searchParams } = new URL(request.url());
    const words = searchParams.get("q");
    if (pathname.startsWith("/api/") && pathname.endsWith("/items") && words !== null) searched.push(words);
  });
  const box = page.getByRole("search").getByRole("textbox").first();
  await box.click();
  const cdp = await page.context().newCDPSession(page);
  // As slowly as somebody who looks for the character.
  for (const text of ["x", "xi", "xi'q"]) {
    await cdp.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    await page.waitForTimeout(400);
  }
  await cdp.send("Input.insertText", { text: "西渠" });
  await page.waitForURL((url) => url.searchParams.get("q") === "西渠");
  await vi.waitFor(() => expect(searched).not.toEqual([]));
  expect(await box.inputValue()).toBe("西渠");
  expect(searched).toEqual(["西渠"]);
  // Typed on while the search is under way.
  for (const key of "abcd") {
    await box.press(key);
    await page.waitForTimeout(290);
  }
  await page.waitForURL((url) => url.searchParams.get("q") === "西渠abcd");
  expect(await box.inputValue()).toBe("西渠abcd");
  await close();
});

it("moves no clock of a live plan, and says why", async () => {
  const { page, close } = await visit(browser, `${site.base}/plans/small-live`);
  await page.getByText("正式方案按真实时间运行").waitFor();
  expect(await page.getByRole("button", { name: "下一节点" }).count()).toBe(0);
  const strip = await page.locator('[data-mode="live"]').innerText();
  expect(strip).toContain("正式");
  expect(strip).toContain("当前时间");
  expect(strip).not.toContain("推演");
  // A page that there is none of stands in the plan's frame.
  await page.goto(`${site.base}/plans/small-live/nothing`);
  await page.getByRole("heading", { name: "没有这个页面" }).waitFor();
  expect(await page.getByRole("main").count()).toBe(1);
  await page.goto(`${site.base}/plans/small-live`);
  await close();
});

it("lets one choose among several plans", async () => {
  const { page, close } = await visit(browser, `${site.base}/plans/${PLAN}`);
  await page.getByLabel("切换方案").selectOption("small-live");
  await page.locator('[data-mode="live"]').waitFor();
  expect(page.url()).toContain("/plans/small-live");
  await close();
});
