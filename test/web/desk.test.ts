/** What leaders and the office do on the page: letters, instructions, orders, visits, calls, substitutes, the audit. */
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlanMe } from "../../api/me/schemas.js";
import { pdf } from "../api/photos.js";
import { type ActingSite, startActingSite } from "./acting-site.js";
import { overflow, violations } from "./browser.js";

let acting: ActingSite;
beforeAll(async () => {
  acting = await startActingSite();
  // A draft that lapses is put aside: it has been closed before.
  await acting.goTo("2021-06-03");
  await acting.goTo("2021-07-05");
}, 120_000);
afterAll(() => acting?.close());

const item = (id: string): string => `/items/${encodeURIComponent(id)}`;
const form = (page: Page) => page.getByRole("dialog");
const submit = (page: Page, name: string) => form(page).getByRole("button", { name, exact: true });
const sure = (page: Page) => form(page).getByLabel("以上内容已核对，确认办理").check();
const told = (page: Page, text: string | RegExp) => page.getByRole("status").getByText(text).first().waitFor();
/** Picks by name out of a searched list. */
async function pick(page: Page, field: string, words: string, within: Locator = form(page)): Promise<void> {
  await within.locator(`[data-field=${field}] input`).fill(words);
  await page.locator(".ant-select-item-option:visible").filter({ hasText: words }).first().click();
}
const clean = async (page: Page): Promise<void> => {
  expect(await violations(page)).toEqual([]);
  expect(await overflow(page)).toBe(0);
};

describe("drafts", () => {
  it("are looked at, held with a reason, and signed several at once", async () => {
    const { page, close } = await acting.as("office", "/my/drafts");
    const rows = page.locator("[data-letter]");
    await rows.first().waitFor();
    const count = await rows.count();
    expect(count).toBeGreaterThan(1);
    await page.frameLocator("iframe").getByText("本件为推演产生").waitFor();
    await clean(page);
    await rows.last().getByRole("checkbox").check();
    await page.getByRole("button", { name: "暂缓签发" }).click();
    await form(page).getByLabel("理由").fill("待核实");
    await submit(page, "暂缓签发").click();
    await told(page, "已暂缓签发1件");
    await page.getByLabel("全选").check();
    await page.getByRole("button", { name: "签发", exact: true }).click();
    await submit(page, "签发").click();
    await form(page).getByText("请先勾选核对").waitFor();
    await sure(page);
    await clean(page);
    // Somebody else signs one of them meanwhile.
    const letter = await rows.first().getAttribute("data-letter");
    const other = await page
      .context()
      .request.post(`${acting.site.base}/api/v1/plans/${acting.run.planId}/letters/sign`, {
        data: { letters: [letter] },
        headers: { "Idempotency-Key": "signed-elsewhere", Origin: acting.site.base },
      });
    expect(other.status()).toBe(200);
    await submit(page, "签发").click();
    await form(page)
      .getByText(`受理${count - 1}个，未受理1个`)
      .waitFor();
    await form(page).getByText("没有待签发的这一文书").first().waitFor();
    await clean(page);
    await submit(page, "完成").click();
    await page.getByText("没有待签发的文书").waitFor();
    await close();
  });
});

describe("numbers and paper", () => {
  /** Pages are looked at on a telephone and on a desk. */
  const WIDTHS = [360, 1440] as const;

  it("stand in the register once letters are signed; the office makes one void, an auditor reads", async () => {
    await acting.goTo("2021-07-06");
    for (const width of WIDTHS) {
      const auditor = await acting.as("auditor", "/my/numbers", { width });
      const rows = auditor.page.locator("[data-number]");
      await rows.filter({ hasText: "督办〔2021〕1号" }).waitFor();
      expect(await auditor.page.getByRole("button", { name: "作废" }).count()).toBe(0);
      await clean(auditor.page);
      await auditor.close();
    }
    const { page, close } = await acting.as("office", "/my/numbers?series=督办");
    const rows = page.locator("[data-number]");
    await rows.first().waitFor();
    const texts = await rows.locator("td:first-child").allTextContents();
    expect(texts).toEqual(texts.map((_, index) => `督办〔2021〕${index + 1}号`));
    await page.getByRole("button", { name: "作废督办〔2021〕1号" }).click();
    await form(page).getByLabel("作废理由").fill("主送单位有误");
    await clean(page);
    await submit(page, "作废").click();
    await told(page, "已作废督办〔2021〕1号");
    await rows.first().getByText("主送单位有误").waitFor();
    // On paper: the table, without what is pressed.
    await page.emulateMedia({ media: "print" });
    expect(await page.getByRole("button", { name: "打印" }).isVisible()).toBe(false);
    expect(await page.getByRole("search").isVisible()).toBe(false);
    expect(await rows.first().isVisible()).toBe(true);
    await close();
  });

  it("are printed with a register to be signed, and entered when they were handed over", async () => {
    for (const width of WIDTHS) {
      const { page, close } = await acting.as("office", "/my/paper?from=2021-07-05&to=2021-07-06", { width });
      const rows = page.locator("[data-letter]").filter({ hasText: "督办函" });
      await rows.first().getByRole("checkbox").check();
      await clean(page);
      await page.getByRole("button", { name: "打印并附签收单" }).click();
      const sheets = form(page).frameLocator("iframe");
      await sheets.getByText("文件送达签收单").waitFor();
      // On every sheet of the letter, and at the foot of every printed page.
      expect(await sheets.locator(".sheet").count()).toBeGreaterThan(0);
      expect(await sheets.locator(".sheet .printed").count()).toBe(await sheets.locator(".sheet").count());
      expect(await sheets.locator("style").first().textContent()).toMatch(/@bottom-center \{ content: "[^"]*打印/u);
      await clean(page);
      await form(page).getByRole("button", { name: "关闭" }).click();
      await page.getByRole("button", { name: "登记送达" }).click();
      await form(page).getByLabel("送件人").fill("王某送");
      await clean(page);
      if (width === 360) {
        await close();
        continue;
      }
      await submit(page, "登记送达").click();
      await told(page, "已登记送达1件");
      await rows.first().getByRole("link").click();
      await page.getByText(/王某送送达/).waitFor();
      await close();
    }
  });
});

describe("an instruction", () => {
  it("is given by a leader who was asked to read, answered by the unit, and settled", async () => {
    await acting.goTo("2021-07-09");
    const leader = await acting.as("countyleader", "/my", { width: 360 });
    const { page } = leader;
    const read = page.locator('[data-turn="acknowledge"]');
    await read.getByRole("checkbox", { name: /村4/ }).check();
    await clean(page);
    await read.locator("[data-act=acknowledge]").click();
    expect(await form(page).getByLabel("阅示意见").inputValue()).toBe("已阅。");
    await submit(page, "已阅").click();
    await told(page, "已办理：已阅");
    await page.goto(`${acting.site.base}/plans/${acting.run.planId}${item("works/v4")}`);
    await page.locator("[data-act=instruct]").click();
    await form(page).getByLabel("批示内容").fill("请一周内办结");
    await form(page).getByLabel("反馈时限").fill("2021-07-16");
    await clean(page);
    await submit(page, "批示").click();
    await told(page, "已办理：批示");
    const thread = page.getByRole("region", { name: "批示及办理情况" });
    await thread.getByText("待单位unit反馈，2021年7月16日（含当日）前").waitFor();

    const unit = await acting.as("unitclerk", "/my");
    await unit.page.locator('[data-turn="replyToInstruction"] [data-act=replyToInstruction]').click();
    await form(unit.page).getByRole("textbox", { name: "办理情况" }).fill("已安排，本周完成");
    await submit(unit.page, "反馈批示办理情况").click();
    await told(unit.page, "已办理：反馈批示办理情况");
    await unit.close();

    // The office checks it, and submits it to the leader.
    await thread.getByText("已反馈，待审核呈报").waitFor();
    const office = await acting.as("office", item("works/v4"));
    await office.page
      .getByRole("region", { name: "批示及办理情况" })
      .getByRole("button", { name: "审核并呈报批示办理情况" })
      .click();
    await form(office.page).getByLabel("说明").fill("情况属实");
    await submit(office.page, "审核并呈报批示办理情况").click();
    await told(office.page, "已办理：审核并呈报批示办理情况");
    await office.close();

    await thread.getByText("已反馈，待领导审阅").waitFor();
    await thread.getByText("已安排，本周完成").waitFor();
    await thread.getByRole("button", { name: "认可批示办理情况" }).click();
    await submit(page, "认可批示办理情况").click();
    await thread.getByText("已办结").waitFor();
    await clean(page);
    await leader.close();
  });

  it("that was written on paper is entered by the office with its scan: both names stand", async () => {
    const { page, close } = await acting.as("office", item("works/v2"));
    await page.getByRole("button", { name: "录入书面批示" }).click();
    await pick(page, "onBehalfOf", "县领导2");
    await form(page).getByLabel("批示内容").fill("抓紧办理");
    await form(page).getByLabel("反馈时限").fill("2021-07-20");
    const scan = { name: "批示.pdf", mimeType: "application/pdf", buffer: pdf };
    await form(page).locator("input[type=file]").setInputFiles(scan);
    await form(page)
      .getByRole("radio", { name: /批示\.pdf/ })
      .and(page.locator(":checked"))
      .waitFor();
    await clean(page);
    await submit(page, "批示").click();
    await told(page, "已办理：批示");
    await page
      .getByText(/p-office-desk.*录入县领导2p-leader-2同志书面批示：抓紧办理/)
      .first()
      .waitFor();
    await close();
  });
});

describe("the office's desk", () => {
  it("shows how many items an order concerns before it is given", async () => {
    const { page, close } = await acting.as("office", "/my/orders");
    await page.getByRole("button", { name: "填写“批量暂缓”" }).click();
    await form(page).getByText("选定范围后显示涉及多少事项").waitFor();
    await pick(page, "townships", "镇1");
    await form(page).getByText("3个事项", { exact: true }).waitFor();
    await pick(page, "villages", "村3");
    await form(page).getByText("4个事项", { exact: true }).waitFor();
    await form(page).getByLabel("计划恢复日期").fill("2021-08-01");
    await pick(page, "approver", "group主要负责人");
    await form(page).getByLabel("理由").fill("强降雨");
    await sure(page);
    await clean(page);
    await submit(page, "批量暂缓").click();
    await told(page, /已办理：批量暂缓/);
    await expect.poll(() => acting.rows("suspended", "works/v3")).toBe(1);
    expect(await acting.rows("suspended", "works/v4")).toBe(0);
    await close();
  });

  it("logs calls, and lists them", async () => {
    const { page, close } = await acting.as("office", "/my/calls");
    await page.getByRole("button", { name: "登记电话" }).click();
    await form(page).getByRole("textbox").fill("村4");
    await form(page)
      .getByRole("checkbox", { name: /村4 事项works/ })
      .check();
    await form(page).getByRole("button", { name: "下一步（已选1个事项）" }).click();
    await pick(page, "to", "unit主要负责人");
    await form(page).getByLabel("通话内容").fill("已告知，答复本周完成");
    await submit(page, "电话催办记录").click();
    await told(page, "已办理：电话催办记录");
    await page.getByText("已告知，答复本周完成").waitFor();
    await clean(page);
    await close();
  });

  it("names substitutes and ends them; who holds one post names one for it", async () => {
    const { page, close } = await acting.as("unitclerk", "/my/delegations");
    await page.getByRole("button", { name: "新增代理" }).click();
    expect(await form(page).locator("[data-field=delegated]").count()).toBe(0);
    await pick(page, "substitute", "p-unit-head");
    await form(page).getByLabel("截止日期").fill("2021-07-20");
    await form(page).getByLabel("理由").fill("外出学习");
    await submit(page, "委托代理").click();
    await told(page, "已办理：委托代理");
    await page.getByText("代理中").waitFor();
    await clean(page);
    await close();
    const office = await acting.as("office", "/my/delegations");
    await office.page.getByRole("button", { name: /^结束p-unit-head/ }).click();
    await form(office.page).getByLabel("理由").fill("提前返回");
    await submit(office.page, "结束代理").click();
    await told(office.page, "已办理：结束代理");
    await office.page.getByText("没有代理").waitFor();
    await office.close();
  });

  it("asks a county leader to agree to whom the office named for them", async () => {
    const { page, close } = await acting.as("countyleader", "/my");
    const root = `${acting.site.base}/api/v1/plans/${acting.run.planId}`;
    const me = (await (await page.context().request.get(`${root}/me`)).json()) as PlanMe;
    const office = await acting.as("office", "/my/delegations");
    const named = await office.page.context().request.post(`${root}/orders/delegate`, {
      data: {
        delegated: me.capacities[0]?.post.id,
        substitute: "p-town2-head",
        from: "2021-07-05",
        until: "2021-07-20",
        reason: "出国（境）",
      },
      headers: { "Idempotency-Key": "named-for-the-leader", Origin: acting.site.base },
    });
    expect(named.status(), await named.text()).toBe(200);
    await office.close();
    await page.reload();
    await page.getByRole("link", { name: /拟由p-town2-head代理您的岗位/ }).click();
    await page.getByText("待任职人员本人确认").waitFor();
    await clean(page);
    await page.getByRole("button", { name: /^确认p-town2-head/ }).click();
    await sure(page);
    await submit(page, "确认代理").click();
    await told(page, "已办理：确认代理");
    await page.getByText("代理中").waitFor();
    await close();
  });

  it("has the visits that those paired with villages log", async () => {
    const { page, close } = await acting.as("countyleader", "/my/visits", { width: 360 });
    await page.getByRole("button", { name: "登记走访" }).click();
    await pick(page, "village", "村2");
    await form(page).getByLabel("解决问题").check();
    await form(page).getByLabel("走访（解决）情况").fill("协调解决饮水管网");
    await submit(page, "包抓记录").click();
    await told(page, "已办理：包抓记录");
    await page.getByText("协调解决饮水管网").waitFor();
    await clean(page);
    await close();
  });
});

describe("the audit", () => {
  it.each([1440, 360] as const)("tells who signed in, filtered by kind (%i px)", async (width) => {
    const { page, close } = await acting.as("auditor", "/my", { width });
    await page.getByRole("link", { name: "审计记录" }).click();
    await page.getByText("sample-office").first().waitFor();
    await page.getByRole("combobox", { name: "类别" }).click();
    await page.locator(".ant-select-item-option").filter({ hasText: "查阅审计记录" }).click();
    await page.getByText("sample-office").first().waitFor({ state: "detached" });
    await page.getByRole("cell", { name: "sample-auditor" }).first().waitFor();
    await clean(page);
    await close();
  });
});
