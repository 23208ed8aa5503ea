/** 月度调度 on the page: a desk fills in the grid by keyboard and by paste, sends it, its head confirms, the office sees who answered. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askedBundle } from "../support/asked-bundle.js";
import { type ActingSite, startActingSite } from "./acting-site.js";
import { overflow, pasteBlock, violations } from "./browser.js";

let acting: ActingSite;
beforeAll(async () => {
  acting = await startActingSite(askedBundle);
  await acting.goTo("2021-04-20");
}, 120_000);
afterAll(() => acting?.close());

const GRID = "/months/2021-04/requests/unit";

describe("months", () => {
  it("lead from one's own tasks to the grid", async () => {
    const { page, close } = await acting.as("unitclerk", "/months");
    await page.getByText("2021年4月").first().waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    await page.getByRole("link", { name: "单位unit" }).click();
    await page.getByRole("grid").waitFor();
    await close();
  });

  it("are filled in by keyboard and by a block from a workbook, saved as somebody goes, and sent", async () => {
    const { page, close } = await acting.as("unitclerk", GRID);
    const grid = page.getByRole("grid");
    await grid.focus();
    await page.keyboard.type("30");
    await page.keyboard.press("Tab");
    await page.keyboard.type("已开工");
    await page.keyboard.press("Enter");
    await grid.getByText("已开工").waitFor();
    // A row says at a glance of which item it is: its name is not cut off by what stands below it.
    const name = grid.getByRole("rowheader").first().locator("strong");
    expect((await name.boundingBox())?.height).toBeGreaterThan(14);
    await page.getByText("已保存").waitFor();
    await page.keyboard.press("Home");
    const block = Array.from({ length: 4 }, (_, no) => `${no * 10}\t"措施${no}\n第二行"\t无\t继续`).join("\n");
    await pasteBlock(page, block);
    await page.getByText("已粘贴4行").waitFor();
    await grid.getByText("措施3").waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    await page.getByRole("button", { name: /^送\s*审$/ }).click();
    await page.getByText("已送主要负责人审定").waitFor();
    await close();
  });

  it("are confirmed by the head, and tell the office who has answered", async () => {
    const head = await acting.as("departmenthead", GRID);
    await head.page.getByRole("button", { name: "审定报送" }).click();
    await head.page.getByText("已审定").first().waitFor();
    await head.close();
    const { page, close } = await acting.as("office", "/months/2021-04");
    await page.getByText("应报4个单位，已审定1个，待审定0个，逾期0个").waitFor();
    expect(await violations(page)).toEqual([]);
    await close();
  });

  it("are cards on a telephone", async () => {
    const { page, close } = await acting.as("unitclerk", GRID, { width: 360 });
    await page.getByRole("button", { expanded: true }).waitFor();
    expect(await overflow(page)).toBe(0);
    expect(await violations(page)).toEqual([]);
    await close();
  });
});
