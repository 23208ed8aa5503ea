/** 交办清单 on the page: a unit reads its own and signs once; the office sees who has signed and who has not. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ActingSite, startActingSite } from "./acting-site.js";
import { overflow, violations } from "./browser.js";

let acting: ActingSite;
beforeAll(async () => {
  acting = await startActingSite();
  await acting.goTo("2021-04-13");
}, 120_000);
afterAll(() => acting?.close());

describe("packages", () => {
  it("are read with their parts and signed for by one press, which is told", async () => {
    const { page, close } = await acting.as("unitclerk", "/my/packages");
    const own = page.locator('[data-package="unit/unit"]');
    await own.getByText("牵头单位（主办）").waitFor();
    await own.getByText("待签收4项").waitFor();
    await own.getByText("责任单位", { exact: true }).waitFor();
    await page.getByText("请于2021年4月15日（含当日）前签收").first().waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    // The seat of the unit's head is read here, and signed for by the head.
    expect(await page.getByRole("button", { name: /^签收.*的交办清单$/ }).count()).toBe(1);
    await page.getByRole("button", { name: "签收单位unit的交办清单" }).click();
    await page.getByRole("status").getByText("已签收：单位unit").waitFor();
    await page.getByText(/2021年4月13日由p-unit-desk.*签收/).waitFor();
    expect(await page.getByRole("button", { name: /^签收.*的交办清单$/ }).count()).toBe(0);
    await own.getByText("待签收4项").waitFor({ state: "detached" });
    await close();
    expect(await acting.rows("signedFor", "works/v1")).toBe(1);
  });

  it("of a seat are signed for by the leader's liaison", async () => {
    const { page, close } = await acting.as("liaison", "/my/packages");
    await page.locator('[data-package="seat/leader/2"]').getByText("包抓村事项").waitFor();
    await page.getByRole("button", { name: "签收县领导2的交办清单" }).click();
    await page.getByText(/2021年4月13日由p-liaison.*签收/).waitFor();
    await close();
  });

  it("tell the office who has signed and who has not, those first who have not", async () => {
    const { page, close } = await acting.as("office", "/my/packages");
    await page.getByText("单位：应签收5个，已签收1个").waitFor();
    await page.getByText("包抓岗位：应签收3个，已签收1个").waitFor();
    const states = await page
      .locator("tbody tr")
      .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-signed")));
    expect(states).toEqual(["false", "false", "false", "false", "false", "false", "true", "true"]);
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    await close();
  });

  it("are said in English too, and fit a telephone", async () => {
    const { page, close } = await acting.as("helpingunit", "/my/packages", { width: 360 });
    await page.getByText("2021年包抓村年度任务清单").waitFor();
    expect(await overflow(page)).toBe(0);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole("button", { name: "English" }).click();
    await page.getByText("Items of the paired villages in 2021").waitFor();
    expect(await overflow(page)).toBe(0);
    await close();
  });

  it("have nothing to show to who has none", async () => {
    const { page, close } = await acting.as("leadinggroup", "/my/packages");
    await page.getByText("签收情况").first().waitFor();
    expect(await page.locator("[data-package]").count()).toBe(0);
    await close();
  });
});
