/** After checks are in: findings with pictures and counters, conclusions, objections and their decision, and the map's last grades. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { itemAddress } from "../../../domain/items/item-address.js";
import { answer, clock, groupOfAll } from "../../support/inspected-bundle.js";
import { overflow, violations } from "../browser.js";
import {
  EVERYWHERE,
  type InspectionSite,
  leader,
  LINES,
  PHOTO,
  PHOTO_SHA,
  ROUND,
  startInspectionSite,
  VISITS,
  visitOf,
} from "./inspection-site.js";

let site: InspectionSite;
const V1 = visitOf("v1");
const FINDING = "zg-works-funds/v1";

/** As the signed-in browser of a page: bytes of a photo, or of a file. */
async function uploadPhoto(page: Page): Promise<void> {
  const { base } = site.site;
  const path = `${base}/api/v1/plans/${site.run.planId}/inspections/${ROUND}/visits/${V1}/photos/${PHOTO_SHA}`;
  const answered = await page.context().request.put(path, {
    data: PHOTO,
    headers: { Origin: base, "Content-Type": "application/octet-stream" },
  });
  expect(answered.status(), await answered.text()).toBe(201);
}

beforeAll(async () => {
  site = await startInspectionSite();
  await site.inspect(leader, EVERYWHERE, { kind: "approveScheme", text: "同意" }, groupOfAll(VISITS));
  const { page, close } = await site.as("office", "/inspections/mine");
  await uploadPhoto(page);
  await close();
  const photo = { sha256: PHOTO_SHA, takenAt: null, source: "camera" } as const;
  for (const village of ["v1", "v2", "v3"]) {
    const visit = visitOf(village);
    await site.inspect(
      leader,
      {
        kind: "fileLines",
        visit,
        answers: LINES.map((line) =>
          line === "works"
            ? answer(line, "fail", { text: `${village}未通水`, photos: village === "v1" ? [photo] : [] })
            : answer(line, line === "standing" ? "mostly" : "pass"),
        ),
        clock: clock(1_623_210_000_000),
      },
      { kind: "submitCheck", visit },
    );
  }
  await site.inspect(leader, { kind: "serveConclusion", visit: V1, to: "张三", capacity: "村党支部书记" });
}, 180_000);
afterAll(() => site?.close());

async function clean(page: Page): Promise<void> {
  expect(await violations(page)).toEqual([]);
  expect(await overflow(page)).toBe(0);
}
const dialog = (page: Page) => page.getByRole("dialog");

describe("findings", () => {
  it("are counted as the API counts them, and narrowed by what stands in the address", async () => {
    const { page, close } = await site.as("office", "/inspections/findings");
    await page.locator("[data-counts]").getByText("共3个：未整改3个（逾期0个），已整改0个，已撤销0个").waitFor();
    expect(await page.locator("[data-finding]").count()).toBe(3);
    await clean(page);
    await page.goto(`${site.site.base}/plans/${site.run.planId}/inspections/findings?village=v2&severity=serious`);
    await page.locator('[data-finding="zg-works-funds/v2"]').waitFor();
    expect(await page.locator("[data-finding]").count()).toBe(1);
    await page.goto(`${site.site.base}/plans/${site.run.planId}/inspections/findings?overdue=true`);
    await page.getByText("没有符合条件的问题").waitFor();
    for (const width of [360, 768, 1024, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await overflow(page), `at ${width} px`).toBe(0);
    }
    await close();
  });

  it("stay within reach: whose none of it is sees none, and is told so", async () => {
    const { page, close } = await site.as("helpingunit", "/inspections/findings");
    await page.getByText("没有可查看的问题").or(page.locator("[data-finding]").first()).first().waitFor();
    await close();
  });

  it("each shows its pictures from before and after side by side, and its history", async () => {
    const { page, close } = await site.as("unitclerk", `/inspections/findings/${itemAddress(FINDING)}`);
    await page.getByText("整改前后对照").waitFor();
    // The unit that owes it reads the photo too, though the visit is not to it.
    const before = page.locator("[data-pictures] img").first();
    await before.waitFor();
    await expect
      .poll(() => page.evaluate("document.querySelector('[data-pictures] img').naturalWidth"), { timeout: 10_000 })
      .toBe(1);
    await page.getByText("尚无整改照片").waitFor();
    await page.locator(`[data-found="${ROUND}"]`).getByText("v1未通水").waitFor();
    await page.getByText("累计1次").waitFor();
    await clean(page);
    await page.setViewportSize({ width: 360, height: 780 });
    expect(await overflow(page)).toBe(0);
    await page.getByRole("link", { name: "查看整改事项" }).click();
    await page.waitForURL(`**/items/${itemAddress(FINDING)}`);
    await close();
  });

  it("show what the unit filed since beside what was found", async () => {
    const { page, close } = await site.as("unitclerk", `/inspections/findings/${itemAddress(FINDING)}`);
    const { base } = site.site;
    const filed = await page
      .context()
      .request.post(`${base}/api/v1/plans/${site.run.planId}/items/${itemAddress(FINDING)}/evidence`, {
        multipart: {
          file: { name: "整改后.png", mimeType: "image/png", buffer: PHOTO },
          note: "已通水",
          effectiveOn: "2021-06-09",
        },
        headers: { Origin: base, "Idempotency-Key": "after-photo-1" },
      });
    expect(filed.ok(), await filed.text()).toBe(true);
    await page.reload();
    await page.getByAltText(/整改后照片/).waitFor();
    expect(await page.locator("[data-pictures] img").count()).toBe(2);
    await clean(page);
    await close();
  });

  it("of one cause in three villages are proposed to the office as systemic, and decided once", async () => {
    const { page, close } = await site.as("office", `/inspections/rounds/${ROUND}`);
    const proposal = page.locator('[data-systemic="works-funds"]');
    await proposal.getByText("涉及3个村：村1、村2、村3").waitFor();
    await proposal.getByRole("button", { name: "裁定共性问题" }).click();
    await dialog(page)
      .getByRole("radio", { name: /^认定，/ })
      .check();
    await dialog(page).getByLabel("理由").fill("资金下达晚");
    await clean(page);
    await dialog(page).getByRole("button", { name: "裁定共性问题" }).click();
    await page.getByRole("status").getByText("共性问题已裁定").waitFor();
    await proposal.waitFor({ state: "detached" });
    await page.goto(`${site.site.base}/plans/${site.run.planId}/inspections/findings`);
    await page.getByText("共性问题，涉及3个村").waitFor();
    await close();
  });
});

describe("an objection", () => {
  it("is made by the inspected within the window, to lines of the conclusion", async () => {
    const { page, close } = await site.as("township", "/inspections/objections", { width: 360 });
    const conclusion = page.locator(`[data-conclusion="${V1}"]`);
    await conclusion.getByText("张三").waitFor();
    await conclusion.getByText(/异议期至2021年6月\d+日/).waitFor();
    expect(await page.locator("[data-conclusion]").count()).toBe(1);
    await clean(page);
    await conclusion.getByRole("link", { name: "查看结论、提出异议" }).click();
    await page.getByRole("button", { name: "提出异议" }).click();
    await dialog(page).getByRole("button", { name: "提出异议" }).click();
    await dialog(page).getByText("请至少选择一个检查项。").waitFor();
    await dialog(page).getByRole("checkbox", { name: /works/ }).check();
    await dialog(page).getByLabel("事实和理由").fill("六月八日已通水，有验收单");
    await clean(page);
    await dialog(page).getByRole("button", { name: "提出异议" }).click();
    await page.locator('[data-objection="1"][data-decided="false"]').getByText("六月八日已通水").waitFor();
    await page.getByText(/由办公室或督查室中未参加本处检查/).waitFor();
    await close();
  });

  it("is not decided by who inspected", async () => {
    const { page, close } = await site.as("office", "/inspections/objections");
    await page.locator('[data-objection="1"]').waitFor();
    expect(await page.getByRole("button", { name: "裁定异议" }).count()).toBe(0);
    await close();
  });

  it("is decided by somebody else, with the grade that holds from now on; the reply stands with it", async () => {
    const { page, close } = await site.as("unithead", "/inspections/objections");
    await page.getByRole("button", { name: "裁定异议" }).click();
    await dialog(page).getByRole("radio", { name: "异议成立", exact: true }).check();
    await dialog(page).getByLabel("答复（理由）").fill("经查验收单属实");
    await dialog(page).getByRole("button", { name: "裁定异议" }).click();
    await dialog(page).getByText("异议成立的，请至少改定一项。").waitFor();
    await dialog(page)
      .getByLabel(/改定为/)
      .selectOption({ label: "合格" });
    await clean(page);
    await dialog(page).getByRole("button", { name: "裁定异议" }).click();
    await page.locator('[data-objection="1"][data-decided="true"]').getByText("经查验收单属实").waitFor();
    await page.goto(`${site.site.base}/plans/${site.run.planId}/inspections/findings`);
    await page
      .locator("[data-counts]")
      .getByText(/已撤销1个/)
      .waitFor();
    await page.goto(`${site.site.base}/plans/${site.run.planId}/inspections/rounds/${ROUND}/visits/${V1}`);
    await page.locator('[data-line="works"][data-grade="pass"]').getByText("原为不合格").waitFor();
    await close();
  });
});

describe("the map of lights", () => {
  it("shows the last grade where a task has standing duties only, and 未检查 where nobody was", async () => {
    const { page, close } = await site.as("office", "/lights");
    const graded = page.locator('td[data-grade="mostly"]');
    await graded.first().waitFor();
    expect(await graded.count()).toBe(3);
    expect(await graded.first().getAttribute("aria-label")).toContain("最近检查：基本合格");
    await graded.first().click();
    await dialog(page).getByText("最近检查：基本合格").waitFor();
    await dialog(page)
      .getByText(/2021年上半年检查/)
      .waitFor();
    await clean(page);
    await page.keyboard.press("Escape");
    await page
      .getByLabel(/任务3.*村4.*未检查/)
      .first()
      .click();
    await dialog(page).getByText("尚未检查").waitFor();
    await close();
  });
});
