/** Checks on the page: an inspector's own with receipts, what is out on phones, and what the 组长 decides between. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answer, clock, groupOfAll } from "../../support/inspected-bundle.js";
import { overflow, violations } from "../browser.js";
import {
  EVERYWHERE,
  type InspectionSite,
  leader,
  LINES,
  member,
  ROUND,
  startInspectionSite,
  VISITS,
  visitOf,
} from "./inspection-site.js";

let site: InspectionSite;
const [V1, V2] = [visitOf("v1"), visitOf("v2")];
beforeAll(async () => {
  site = await startInspectionSite();
  await site.inspect(
    leader,
    EVERYWHERE,
    { kind: "approveScheme", text: "同意" },
    groupOfAll(VISITS),
    { kind: "takeAlong", visit: V1, device: "办公室手机" },
    {
      kind: "fileLines",
      visit: V1,
      answers: [answer("works", "pass", { text: "已建成" })],
      clock: clock(1_623_210_000_000),
    },
    // Everything of the second village.
    {
      kind: "fileLines",
      visit: V2,
      answers: LINES.map((line) => answer(line, "pass")),
      clock: clock(1_623_210_000_000),
    },
    { kind: "submitCheck", visit: V2 },
  );
  await site.inspect(member, {
    kind: "fileLines",
    visit: V1,
    answers: [answer("works", "fail", { text: "未通水" })],
    clock: { deviceAt: 1_623_213_600_000, receivedAt: 1_623_210_000_000, offset: 3_600_000 },
  });
}, 180_000);
afterAll(() => site?.close());

async function clean(page: Page): Promise<void> {
  expect(await violations(page)).toEqual([]);
  expect(await overflow(page)).toBe(0);
}

describe("an inspector", () => {
  it("sees what is to be filed first, with what arrived and the way to the filing page", async () => {
    const { page, close } = await site.as("office", "/inspections/mine", { width: 360 });
    const first = page.locator(`[data-mine="${V1}"]`);
    await first.getByText("已送达1/4项").waitFor();
    await first.getByText("请于2021年6月30日（含当日）前提交").waitFor();
    await first.getByText("待您裁定1项").waitFor();
    expect(await first.getByRole("link", { name: "填报村1" }).getAttribute("href")).toBe("/filing/");
    const done = page.locator(`[data-mine="${V2}"]`);
    await done.getByText("已入账").waitFor();
    expect(await done.getByRole("link", { name: "填报村2" }).count()).toBe(0);
    await page
      .locator(`[data-mine="${visitOf("v3")}"]`)
      .getByText("尚未送达")
      .waitFor();
    await clean(page);
    await close();
  });

  it("reads the receipt, which names the rows and what is missing", async () => {
    const { page, close } = await site.as("office", "/inspections/mine");
    await page.getByRole("button", { name: "村1的回执" }).click();
    const receipt = page.locator(`[data-receipt="${V1}"]`);
    await receipt
      .getByText(/第\d+行/)
      .first()
      .waitFor();
    await receipt.getByText("未检查：ledger、losses、standing").waitFor();
    await clean(page);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "村2的回执" }).click();
    await page
      .locator(`[data-receipt="${V2}"]`)
      .getByText(/已入账：办理记录第\d+行/)
      .waitFor();
    await close();
  });

  it("who has none is told so", async () => {
    const { page, close } = await site.as("unitclerk", "/inspections/mine");
    await page.getByText("您目前没有承担的检查").waitFor();
    await page.getByRole("button", { name: "English" }).click();
    await page.getByText("You have no checks to make").waitFor();
    await close();
  });
});

describe("what is out", () => {
  it("is told the office: with whom, how much arrived, the last contact; what is submitted is not out", async () => {
    const { page, close } = await site.as("office", `/inspections/rounds/${ROUND}`);
    const out = page.locator(`[data-out="${V1}"]`);
    await out.getByText("p-office-desk").waitFor();
    await out.getByText("办公室手机").waitFor();
    await out.getByText("已送达1/4").waitFor();
    await out.getByText("未涉及照片").waitFor();
    await out.getByText("待组长裁定1项").waitFor();
    expect(await page.locator(`[data-out="${V2}"]`).count()).toBe(0);
    await page.locator('[data-part="town1"] summary').click();
    await page.locator(`[data-part="town1"] [data-visit="${V2}"]`).getByText("已提交").waitFor();
    await clean(page);
    await page.setViewportSize({ width: 360, height: 780 });
    expect(await overflow(page)).toBe(0);
    await close();
  });
});

describe("a line that two filed differently", () => {
  it("is shown side by side to its inspectors; only the 组长 decides", async () => {
    const { page, close } = await site.as("supervisionoffice", `/inspections/rounds/${ROUND}/visits/${V1}`);
    const dispute = page.locator('[data-dispute="works"]');
    await dispute.getByText("p-office-desk填报").waitFor();
    await dispute.getByText("未通水").waitFor();
    expect(await dispute.getByRole("button", { name: "裁定" }).count()).toBe(0);
    await page.getByText("由组长裁定").waitFor();
    await clean(page);
    await close();
  });

  it("is decided with a reason, and stands so", async () => {
    const { page, close } = await site.as("office", `/inspections/rounds/${ROUND}/visits/${V1}`, { width: 360 });
    const dispute = page.locator('[data-dispute="works"]');
    await dispute.getByText("手机时钟相差60分钟").waitFor();
    expect(await dispute.getByRole("button", { name: "裁定" }).isDisabled()).toBe(true);
    await dispute.getByRole("radio", { name: "采用p-supervision-desk的填报" }).check();
    await dispute.getByLabel("理由").fill("现场复看，确未通水");
    await clean(page);
    await dispute.getByRole("button", { name: "裁定" }).click();
    await page.locator('[data-line="works"][data-grade="fail"]').getByText("未通水").waitFor();
    expect(await page.locator("[data-dispute]").count()).toBe(0);
    // Not checked is never a pass.
    await page.locator('[data-line="ledger"][data-grade="none"]').getByText("未查").waitFor();
    await close();
    await site.run.database.pool
      .query("SELECT payload FROM ledger WHERE plan_id = $1 AND type = 'lineDecided'", [site.run.planId])
      .then(({ rows }) => expect(rows[0]?.payload).toMatchObject({ line: "works", reason: "现场复看，确未通水" }));
  });

  it("is none of the inspected's before the check is submitted", async () => {
    const visited = await site.as("township", `/inspections/rounds/${ROUND}/visits/${V1}`);
    await visited.page.getByRole("alert").waitFor();
    expect(await visited.page.locator("[data-line]").count()).toBe(0);
    visited.complaints.length = 0;
    await visited.close();
  });
});
