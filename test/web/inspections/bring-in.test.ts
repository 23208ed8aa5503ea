/** On the page: the office brings in a rescue file and a paper form, the 组长 has a page of the group, remarks are read and printed. */
import { strToU8, zipSync } from "fflate";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contentOf } from "../../../domain/inspections/decide-filing.js";
import { RESCUE_JSON, type RescueFile, rescuePhoto } from "../../../domain/inspections/rescue-file.js";
import type { FiledLine } from "../../../domain/ledger/inspection-events.js";
import { answer, clock, groupOfAll } from "../../support/inspected-bundle.js";
import { overflow, violations } from "../browser.js";
import {
  EVERYWHERE,
  type InspectionSite,
  leader,
  LINES,
  member,
  PHOTO,
  PHOTO_SHA,
  ROUND,
  startInspectionSite,
  VISITS,
  visitOf,
} from "./inspection-site.js";

let site: InspectionSite;
const [V1, V2, V3] = [visitOf("v1"), visitOf("v2"), visitOf("v3")];
beforeAll(async () => {
  site = await startInspectionSite();
  await site.inspect(
    leader,
    EVERYWHERE,
    { kind: "approveScheme", text: "同意" },
    groupOfAll(VISITS),
    { kind: "takeAlong", visit: V1, device: "办公室手机" },
    { kind: "fileLines", visit: V1, answers: [answer("ledger", "pass")], clock: clock(1_623_210_000_000) },
  );
  await site.inspect(member, {
    kind: "fileLines",
    visit: V1,
    answers: [answer("ledger", "fail", { text: "缺台账" })],
    clock: clock(1_623_210_000_000),
  });
  await site.inspect(
    leader,
    {
      kind: "fileLines",
      visit: V2,
      answers: LINES.map((line) => answer(line, line === "works" ? "fail" : "pass", { text: "未通水" })),
      clock: clock(1_623_210_000_000),
    },
    { kind: "submitCheck", visit: V2 },
    { kind: "serveConclusion", visit: V2, to: "张三", capacity: "村党支部书记" },
    { kind: "remarkConclusion", visit: V2, by: "张三", text: "水管月底通水" },
  );
}, 180_000);
afterAll(() => site?.close());

async function clean(page: Page): Promise<void> {
  expect(await violations(page)).toEqual([]);
  expect(await overflow(page)).toBe(0);
}

const photo = { sha256: PHOTO_SHA, takenAt: null, source: "camera" } as const;
function rescue(visit: string, answers: readonly FiledLine[], change: Partial<RescueFile> = {}): Buffer {
  const file: RescueFile = {
    format: "duban-filing-rescue",
    version: 1,
    account: "wang",
    device: "王的手机",
    deviceNow: 0,
    clockOffset: 0,
    visits: [
      {
        plan: site.run.planId,
        round: ROUND,
        visit,
        checklist: 1,
        person: { id: member.person, name: "王" },
        answers: answers.map((one) => ({ key: `${one.line}@${one.revision}`, content: contentOf(one), answer: one })),
        drafts: [{ line: "losses", grade: "fail", text: "没写完", cause: null, photos: [] }],
        spoken: [{ kind: "remark", body: { by: "李四", text: "无意见" }, key: "k", saidAt: 0 }],
        photos: [PHOTO_SHA],
      },
    ],
    ...change,
  };
  return Buffer.from(zipSync({ [RESCUE_JSON]: strToU8(JSON.stringify(file)), [rescuePhoto(PHOTO_SHA)]: PHOTO }));
}
const choose = (page: Page, buffer: Buffer): Promise<void> =>
  page.getByLabel(/选择救援文件/).setInputFiles({ name: "duban-filing-wang.zip", mimeType: "application/zip", buffer });

describe("a rescue file", () => {
  it("is previewed, brought in with its photos under its author, and is then all there", async () => {
    const { page, close } = await site.as("office", "/inspections/bring-in", { width: 360 });
    const given = [answer("works", "pass", { photos: [photo] }), answer("ledger", "fail", { text: "缺台账" })];
    await choose(page, rescue(V1, given));
    const part = page.locator(`[data-bring-in="${V1}"]`);
    await part.getByText("新增1项，已入账1项，内容不同0项，不能补录0项").waitFor();
    await part.getByText("照片1张：系统已有0张，随文件补传1张").waitFor();
    await part.getByText("没写完").waitFor();
    await part.getByText("李四：无意见").waitFor();
    await clean(page);
    await part.getByRole("button", { name: "补录1项" }).click();
    await part.getByText("全部已入账，无需补录。").waitFor();
    const stored = await page
      .context()
      .request.get(
        `${site.site.base}/api/v1/plans/${site.run.planId}/inspections/${ROUND}/visits/${V1}/photos/${PHOTO_SHA}`,
      );
    expect(stored.status()).toBe(200);
    // Chosen again it makes no doubles.
    await page.getByRole("button", { name: "换一个文件" }).click();
    await choose(page, rescue(V1, given));
    await part.getByText("新增0项，已入账2项").waitFor();
    await close();
  });

  it("with one line refused is not brought in at all, and what is no rescue file says so", async () => {
    const { page, close } = await site.as("office", "/inspections/bring-in");
    await choose(page, rescue(V3, [answer("works", "pass"), answer("no-such-line", "pass")]));
    const part = page.locator(`[data-bring-in="${V3}"]`);
    await part.getByText("有不能补录的内容，整处检查都不补录。").waitFor();
    expect(await part.getByRole("button", { name: /^补录/ }).count()).toBe(0);
    await choose(page, Buffer.from("not a zip"));
    await page.getByText(/打不开这个文件/).waitFor();
    await choose(page, rescue(V3, [answer("works", "pass")], { version: 2 as 1 }));
    await page.getByText(/较新版本的填报页/).waitFor();
    await choose(page, Buffer.from(zipSync({ "a.txt": strToU8("a") })));
    await page.getByText("这不是检查填报页导出的救援文件。").waitFor();
    await close();
  });
});

describe("a paper form", () => {
  it("is entered line by line for the inspector named, looked at, and brought in", async () => {
    const { page, close } = await site.as("office", `/inspections/bring-in?way=paper&round=${ROUND}&visit=${V3}`);
    await page.getByLabel("检查人").selectOption({ label: member.person });
    const line = (key: string) => page.locator(`[data-paper="${key}"]`);
    await line("works").getByRole("radio", { name: "不合格", exact: true }).check();
    await page.getByText(/还缺问题或原因类别：works/).waitFor();
    expect(await page.getByRole("button", { name: "预览" }).isDisabled()).toBe(true);
    await line("works").getByLabel("情况、问题").fill("未通水");
    await line("works").getByLabel("原因类别").selectOption("funds");
    await page.getByRole("button", { name: "其余合格" }).click();
    await clean(page);
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await overflow(page)).toBe(0);
    await page.getByRole("button", { name: "预览" }).click();
    const part = page.locator(`[data-bring-in="${V3}"]`);
    await part.getByText("新增4项").waitFor();
    await part.getByRole("button", { name: "补录4项" }).click();
    await part.getByText("全部已入账，无需补录。").waitFor();
    await page.goto(`${site.site.base}/plans/${site.run.planId}/inspections/rounds/${ROUND}/visits/${V3}`);
    await page.locator('[data-line="works"][data-grade="fail"]').getByText("未通水").waitFor();
    await close();
  });

  it("is the office's alone", async () => {
    const { page, close } = await site.as("township", "/inspections/bring-in");
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect(await page.getByLabel(/选择救援文件/).count()).toBe(0);
    await close();
  });
});

describe("the 组长", () => {
  it("sees who has what out, what is disputed, and gets there from 待办", async () => {
    const { page, close } = await site.as("office", "/my", { width: 360 });
    await page.getByRole("link", { name: /组内意见不一致待裁定1处/ }).waitFor();
    await page.goto(`${site.site.base}/plans/${site.run.planId}/inspections`);
    await page.getByRole("link", { name: "本组检查" }).click();
    await page
      .locator(`[data-led="${ROUND}"]`)
      .getByText("共4处：已提交1处，未提交3处（逾期0处），待裁定1项")
      .waitFor();
    const row = page.locator(`[data-out="${V1}"]`);
    await row.getByText("办公室手机").waitFor();
    await clean(page);
    await row.getByRole("button", { name: "村1改由其他组检查" }).click();
    await page
      .getByRole("dialog")
      .getByText(/没有可以接手的检查组/)
      .waitFor();
    await page.keyboard.press("Escape");
    await row.getByRole("link", { name: "裁定村1的1项" }).click();
    await page.locator('[data-dispute="ledger"]').waitFor();
    await close();
  });
});

describe("remarks on the spot", () => {
  it("stand with the visit, beside the finding, and on the sheet that is printed", async () => {
    const { page, close } = await site.as("township", `/inspections/rounds/${ROUND}/visits/${V2}`);
    await page.locator("[data-remark]").getByText("水管月底通水").waitFor();
    await page
      .locator("[data-served]")
      .getByText(/向张三（村党支部书记）反馈/)
      .waitFor();
    await page
      .locator("[data-days-left]")
      .getByText(/还剩\d+个工作日（含当日）/)
      .waitFor();
    await page.getByRole("link", { name: "打印检查结论反馈单" }).click();
    const sheet = page.locator(`[data-sheet="${V2}"]`);
    await sheet.getByText("水管月底通水").waitFor();
    await sheet.getByText(/对结论有异议的，可在2021年6月\d+日（含当日）前书面提出/).waitFor();
    await clean(page);
    for (const width of [360, 768]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await overflow(page), `at ${width} px`).toBe(0);
    }
    await page.emulateMedia({ media: "print" });
    expect(await page.getByRole("button", { name: "打印" }).isVisible()).toBe(false);
    expect(await page.getByRole("navigation").first().isVisible()).toBe(false);
    await close();
    const office = await site.as("office", "/inspections/findings/zg-works-funds~v2");
    await office.page.locator("[data-found] [data-remark]").getByText("水管月底通水").waitFor();
    await office.close();
  });
});
