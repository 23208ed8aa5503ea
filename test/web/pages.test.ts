/** The page in a real browser, over the API and the seed plan's first months. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Items } from "../../api/items/schemas.js";
import type { LetterDetail, Letters } from "../../api/letters/schemas.js";
import type { Lights } from "../../api/lights/schemas.js";
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
const asked = async <T>(path: string): Promise<T> =>
  (await (await fetch(`${site.base}/api/v1/plans/${PLAN}${path}`)).json()) as T;

/** The map's cells as the browser shows them, by task and place in the API's own order. */
async function shownLights(page: Page): Promise<Record<string, string>> {
  return page.evaluate(`Object.fromEntries([...document.querySelectorAll("td[data-row]")]
    .map((cell) => [cell.dataset.row + " " + cell.dataset.column, cell.dataset.light ?? "nothing"]))`);
}

/** What the map must show, from the API's answer: the county, then each township with its villages. */
function wantedLights(lights: Lights, turned: boolean): Record<string, string> {
  const wanted: Record<string, string> = {};
  lights.tasks.forEach((task, taskAt) => {
    const standing = task.counts && Object.values(task.counts).every((count) => count === 0);
    const cells: [light: string, village: boolean][] = [[task.county.light, false]];
    lights.townships.forEach((township, townshipAt) => {
      cells.push([task.townships[townshipAt]?.light ?? "", false]);
      lights.villages.forEach((village, villageAt) => {
        if (village.township === township.id) cells.push([task.villages[villageAt]?.light ?? "", true]);
      });
    });
    cells.forEach(([light, village], placeAt) => {
      const shown = light === "none" && !(standing && village) ? "nothing" : light;
      wanted[turned ? `${placeAt} ${taskAt}` : `${taskAt} ${placeAt}`] = shown;
    });
  });
  return wanted;
}

const mapOn = (page: Page, day: string) => page.locator(`[data-on="${day}"]`).waitFor();

describe("the map of lights", () => {
  it.each([1440, 360] as const)(
    "shows each light of today, and of a day that the slider is moved to (%i px)",
    async (width) => {
      const { page, close } = await visit(browser, at("/lights"), { width });
      await mapOn(page, TODAY);
      const today = await asked<Lights>("/lights");
      expect(await shownLights(page)).toEqual(wantedLights(today, width === 360));
      expect(today.counts.red).toBeGreaterThan(10);

      await page.getByRole("slider").focus();
      await page.keyboard.press("Home");
      await mapOn(page, "2021-04-12");
      for (let day = 0; day < 60; day++) await page.keyboard.press("ArrowRight");
      await mapOn(page, "2021-06-11");
      const june = await asked<Lights>("/lights?on=2021-06-11");
      expect(await shownLights(page)).toEqual(wantedLights(june, width === 360));
      expect(june.counts.red).not.toBe(today.counts.red);
      // The day stands in the address, so that it can be passed on.
      await page.waitForURL((url) => url.searchParams.get("on") === "2021-06-11");
      expect(await overflow(page)).toBe(0);
      await close();
    },
  );

  it("redraws when the day changes, by each key", async () => {
    const { page, close } = await visit(browser, at("/lights"));
    await mapOn(page, TODAY);
    // Both days are read before: what is measured is the drawing, from the key to the painted frame.
    await page.getByRole("button", { name: "前一周" }).click();
    await mapOn(page, "2021-08-13");
    await page.getByRole("button", { name: "后一周" }).click();
    await mapOn(page, TODAY);
    const redraw = `(async () => {
      const times = [];
      for (const label of ["前一周", "后一周", "前一周", "后一周", "前一周", "后一周"]) {
        const before = document.querySelector("[data-on]").dataset.on;
        const since = performance.now();
        document.querySelector('button[aria-label="' + label + '"]').click();
        while (document.querySelector("[data-on]").dataset.on === before)
          await new Promise((resolve) => requestAnimationFrame(resolve));
        await new Promise((resolve) => requestAnimationFrame(resolve));
        times.push(performance.now() - since);
      }
      return times;
    })()`;
    const times: number[] = await page.evaluate(redraw);
    console.log(`18 × 71 lights redrawn in ${times.map(Math.round).join(", ")} ms`);
    // Measured, not judged: the machine may be busy.
    expect(times).toHaveLength(6);
    await close();
  });

  it("is moved through by keys, and tells in words what a cell is", async () => {
    const { page, close } = await visit(browser, at("/lights"));
    await mapOn(page, TODAY);
    await page.locator('td[data-row="0"][data-column="0"]').focus();
    await page.keyboard.press("Control+End");
    const last = page.locator("td[data-row]:focus");
    expect(await last.getAttribute("data-row")).toBe("17");
    expect(await last.getAttribute("aria-label")).toMatch(/^任务18，/);
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowUp");
    expect(await page.locator("td[data-row]:focus").getAttribute("aria-label")).toMatch(/^任务17，全区：/);
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await page.locator("td[data-row]:focus").getAttribute("data-row")).toBe("16");
    await close();
  });

  it("plays from the first day to today", async () => {
    const { page, close } = await visit(browser, at("/lights?on=2021-07-30"));
    await mapOn(page, "2021-07-30");
    await page.getByRole("button", { name: "播放" }).click();
    await page.getByRole("button", { name: "停止" }).waitFor();
    // The plan began on a Monday: it plays from Monday to Monday.
    await mapOn(page, "2021-08-02");
    await mapOn(page, TODAY);
    await page.getByRole("button", { name: "播放" }).waitFor();
    await close();
  });

  it("shows a task with standing duties only as not inspected, and what it is inspected for", async () => {
    const { page, close } = await visit(browser, at("/lights"));
    await page.getByRole("gridcell", { name: "任务3，东塬一村：未检查" }).click();
    const sheet = page.getByRole("dialog");
    await sheet.getByText("支持发展农业产业园").waitFor();
    await close();
  });
});

it.each([1440, 360] as const)("leads from a red cell to its item and on to the letter (%i px)", async (width) => {
  const { page, close } = await visit(browser, at("/lights"), { width });
  const { rows } = await asked<Items>("/items?light=red&task=16&sort=overdue&order=desc&limit=1");
  const [item] = rows;
  if (!item?.village) throw new Error("the seed plan's filled months leave no village of task 16 red");
  await page.getByRole("gridcell", { name: new RegExp(`^任务16，${item.village.name}：红灯`) }).click();
  await page.getByRole("dialog").getByRole("link", { name: item.title }).click();

  await page.getByRole("heading", { level: 1, name: item.title }).waitFor();
  await page
    .getByText(new RegExp(`^逾期${item.workingDaysOverdue}个工作日`))
    .first()
    .waitFor();
  const story = page.getByRole("region", { name: "办理经过" });
  await story
    .getByText(/呈阅件呈送/)
    .first()
    .waitFor();
  await story
    .getByRole("link", { name: /^呈阅件/ })
    .first()
    .click();

  const letter = page.frameLocator("iframe");
  await letter.getByText(/办理情况的呈阅件/).waitFor();
  await letter.getByRole("table").filter({ hasText: item.village.name }).first().waitFor();
  // A rehearsal says so on every screen and in every letter.
  await letter.getByText("本件为推演产生").first().waitFor();
  expect(await page.locator('[data-mode="rehearsal"]').innerText()).toContain("推演");
  expect(await overflow(page)).toBe(0);
  await close();
});

describe("the list of items", () => {
  it("takes its filter from the address, and puts it there", async () => {
    const { page, close } = await visit(browser, at("/items?light=red&sort=overdue&order=desc"));
    const red = await asked<Items>("/items?light=red&limit=1");
    await page.getByText(`共${red.total}个`).waitFor();
    await page.getByPlaceholder("搜索任务、村、单位").fill("西渠");
    const both = await asked<Items>(`/items?light=red&q=${encodeURIComponent("西渠")}&limit=1`);
    await page.getByText(`共${both.total}个`).waitFor();
    expect(both.total).toBeLessThan(red.total);
    expect(new URL(page.url()).searchParams.get("q")).toBe("西渠");
    await page.getByRole("button", { name: "清除筛选" }).click();
    await page.getByText("共1,205个").waitFor();
    await page.getByRole("button", { name: "加载更多" }).click();
    await page.getByText("已显示100个").waitFor();
    await close();
  });
});

it("speaks English and goes dark, and remembers both", async () => {
  const { page, close } = await visit(browser, at(""));
  await page.getByRole("link", { name: "亮灯", exact: true }).waitFor();
  const ground = (): Promise<string> => page.evaluate("getComputedStyle(document.body.parentElement).backgroundColor");
  const light = await ground();
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("link", { name: "Lights", exact: true }).waitFor();
  await page.getByRole("button", { name: "Theme: As the system" }).click();
  await page.getByRole("button", { name: "Theme: Light" }).click();
  await page.getByRole("button", { name: "Theme: Dark" }).waitFor();
  expect(await ground()).not.toBe(light);
  await page.reload();
  await page.getByRole("link", { name: "Lights", exact: true }).waitFor();
  expect(await page.evaluate("document.documentElement.lang")).toBe("en");
  expect(await ground()).not.toBe(light);
  await close();
});

describe("says what is not there", () => {
  it("an item, a plan, a page", async () => {
    const { page, complaints } = await visit(browser, at("/items/nowhere%2Fv001"));
    await page.getByRole("alert").getByText("没有该事项，或不在您的查阅范围").waitFor();
    await page.goto(`${site.base}/plans/nowhere`);
    await page.getByRole("alert").getByText("方案不存在").waitFor();
    await page.goto(`${site.base}/nowhere`);
    await page.getByText("没有这个页面").waitFor();
    // Only that the addresses are not there.
    expect(complaints.filter((text) => !text.includes("404"))).toEqual([]);
    await page.context().close();
  });
});

const PAGES = [
  "",
  "/lights",
  "/items?light=red",
  "/items/t16-survey%2Fv005",
  "/letters",
  "/roster",
  "/roster?tab=vacancies",
  "/units/minzhengju",
  "/tasks/6",
];

describe("can be read by everybody", () => {
  it.each([
    ...PAGES.map((path) => ({ path, width: 1440 as const, theme: "light" as const })),
    ...PAGES.slice(0, 4).map((path) => ({ path, width: 360 as const, theme: "dark" as const })),
  ])("$path at $width px, $theme", async ({ path, width, theme }) => {
    const { page, close } = await visit(browser, at(path), { width, theme });
    await page.waitForLoadState("networkidle");
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    await close();
  });

  it("each kind of letter, as its reader's mail program shows it", async () => {
    const { rows } = await asked<Letters>("/letters?limit=100");
    const kinds = new Map(rows.map((letter) => [letter.instrument, letter.id]));
    expect(kinds.size).toBeGreaterThan(1);
    for (const [instrument, id] of kinds) {
      const { html } = await asked<LetterDetail>(`/letters/${encodeURIComponent(id)}`);
      const { page, close } = await visit(browser, "about:blank");
      await page.setContent(html);
      expect({ instrument, found: await violations(page) }).toEqual({ instrument, found: [] });
      await close();
    }
  });
});
