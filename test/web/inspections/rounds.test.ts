/** Rounds on the page: the office weighs a draft and approves it, sets groups, moves the round; others see no more than is theirs. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forgive } from "../acting-site.js";
import { overflow, violations } from "../browser.js";
import { type InspectionSite, ROUND, startInspectionSite, VISITS } from "./inspection-site.js";

let site: InspectionSite;
beforeAll(async () => {
  site = await startInspectionSite();
}, 180_000);
afterAll(() => site?.close());

const PAGE = `/inspections/rounds/${ROUND}`;
const form = (page: Page) => page.getByRole("dialog");
async function clean(page: Page): Promise<void> {
  expect(await violations(page)).toEqual([]);
  expect(await overflow(page)).toBe(0);
}
/** Every width that the page is made for. */
async function fits(page: Page): Promise<void> {
  for (const width of [360, 768, 1024, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await overflow(page), `at ${width} px`).toBe(0);
  }
}

describe("the list of rounds", () => {
  it("says how each stands, in words, and leads to it", async () => {
    const { page, close } = await site.as("office", "/inspections");
    const row = page.locator(`[data-round="${ROUND}"]`);
    await row.getByText("方案待审定").waitFor();
    await row.getByText("已提交0/").waitFor();
    await clean(page);
    await fits(page);
    await row.getByRole("link", { name: "2021年上半年" }).click();
    await page.getByRole("heading", { name: "2021年上半年检查", level: 1 }).waitFor();
    await close();
  });

  it("is said in English too", async () => {
    const { page, close } = await site.as("unitclerk", "/inspections", { width: 360 });
    await page.locator(`[data-round="${ROUND}"]`).waitFor();
    expect(await page.getByRole("button", { name: "启动专项检查" }).count()).toBe(0);
    await page.getByRole("button", { name: "English" }).click();
    await page.getByText("Scheme to be approved").waitFor();
    await fits(page);
    await close();
  });
});

describe("a drafted round", () => {
  it("shows the office what it asks of each village, its sample with the way to redo it, and conflicts of groups", async () => {
    const { page, close } = await site.as("office", PAGE);
    const visited = page.locator("tr[data-visit]", { hasText: "入村检查" }).first();
    await visited.getByText("4项").waitFor();
    // The acceptance sheet is asked for; nothing was before.
    await visited.getByText("1件").first().waitFor();
    await visited.getByText("0次").waitFor();
    expect(await page.locator("tr[data-visit]").count()).toBeGreaterThanOrEqual(VISITS.length);
    await page.getByText(/本轮入村检查\d处、案头检查\d处/).waitFor();
    await page.getByText("抽查种子").waitFor();
    expect(await page.locator("code").first().innerText()).toMatch(/^[0-9a-f]{64}$/);
    await page.getByText("复核方法").click();
    await page.getByText(/计算 SHA-256，应与种子一致/).waitFor();
    await page.locator('[data-pressing="approval"]').getByText("检查方案待审定").waitFor();
    await clean(page);
    await fits(page);
    await close();
  });

  it("is the office's alone", async () => {
    const { page, close } = await site.as("township", PAGE);
    await page.getByText("没有可查看的检查").waitFor();
    for (const name of ["审定方案", "调整检查组", "本轮不开展"])
      expect(await page.getByRole("button", { name }).count(), name).toBe(0);
    await clean(page);
    await close();
  });

  it("is changed with a reason, and approved after a warning", async () => {
    const { page, close } = await site.as("office", PAGE);
    await page.getByRole("button", { name: "修改方案" }).click();
    expect(await form(page).getByLabel("检查依据").inputValue()).toBe("方案三");
    await form(page).getByLabel("检查依据").fill("实施方案第三部分");
    await form(page).getByLabel("理由").fill("依据写全");
    await clean(page);
    await form(page).getByRole("button", { name: "修改方案" }).click();
    await page.getByText("实施方案第三部分").waitFor();
    await page.getByRole("button", { name: "审定方案" }).click();
    await form(page).getByRole("button", { name: "审定方案" }).click();
    // It cannot be taken back: that is to be confirmed first.
    await form(page).getByRole("alert").first().waitFor();
    await form(page).getByRole("checkbox").check();
    await form(page).getByRole("button", { name: "审定方案" }).click();
    await page.getByText("检查中").first().waitFor();
    expect(await page.getByRole("button", { name: "审定方案" }).count()).toBe(0);
    await close();
  });
});

describe("an open round", () => {
  it("has its groups set by the office; a conflict is refused by name", async () => {
    const visited = await site.as("office", PAGE);
    const { page, close } = visited;
    await page.getByRole("button", { name: "调整检查组" }).click();
    const group = form(page).locator("[data-draft]").first();
    const name = (await group.getAttribute("data-draft")) ?? "";
    const going = form(page).getByLabel("村1", { exact: true });
    if (!(await going.isVisible())) await form(page).getByText("各处由哪个组检查").click();
    await going.selectOption(name);
    await group.getByRole("combobox").first().click();
    await page.keyboard.type("p-town1-desk");
    await page.keyboard.press("Enter");
    await group.getByText("p-town1-desk 单位town1").first().waitFor();
    await form(page).getByLabel("理由").fill("人员调整");
    await clean(page);
    await form(page).getByRole("button", { name: "确定检查组" }).click();
    await form(page)
      .getByRole("alert")
      .getByText(/p-town1-desk.*应当回避/)
      .waitFor();
    await form(page)
      .getByRole("button", { name: /将p-town1-desk.*移出/ })
      .click();
    await going.selectOption("");
    await form(page).getByRole("button", { name: "确定检查组" }).click();
    await page.getByRole("status").getByText("检查组已调整").waitFor();
    await page.getByText("各组均无需要回避的情形").waitFor();
    forgive(visited, /422|409|400/);
    await close();
  });

  it("is moved with a reason; the day is refused where it will not do, and the reason said", async () => {
    const { page, close } = await site.as("office", PAGE);
    await page.getByRole("button", { name: "调整检查时间" }).click();
    await form(page).getByLabel("入村检查结束").fill("2021-07-02");
    await form(page).getByRole("button", { name: "调整检查时间" }).click();
    await form(page).getByText("请填写理由").waitFor();
    await form(page).getByLabel("理由").fill("汛期");
    await form(page).getByRole("button", { name: "调整检查时间" }).click();
    await page.getByText(/至2021年7月2日/).waitFor();
    await close();
  });

  it("shows the inspected their own visits, and nobody's else", async () => {
    const { page, close } = await site.as("township", PAGE, { width: 360 });
    await page.locator('[data-part="town1"] summary').click();
    const seen = await page
      .locator("[data-part] li[data-visit]")
      .evaluateAll((all) => all.map((one) => one.dataset["visit"]));
    expect(seen).toEqual(expect.arrayContaining(["village-v1", "village-v2"]));
    expect(seen).not.toContain("village-v3");
    // What is out on devices is nobody's of these.
    await page.getByText("没有带走未交的检查").waitFor();
    await clean(page);
    await close();
  });
});
