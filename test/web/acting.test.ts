/** People act on the page: in a real browser, over the real API, workflows and database. */
import type { Page, Request } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pdf } from "../api/photos.js";
import { type ActingSite, forgive, startActingSite } from "./acting-site.js";
import { overflow, violations } from "./browser.js";

let acting: ActingSite;
beforeAll(async () => {
  acting = await startActingSite();
  await acting.goTo("2021-04-13");
}, 120_000);
afterAll(() => acting?.close());

const item = (id: string): string => `/items/${encodeURIComponent(id)}`;
const form = (page: Page) => page.getByRole("dialog");
const submit = (page: Page, name: string) => form(page).getByRole("button", { name, exact: true });
const open = (page: Page, act: string) => page.locator(`[data-act=${act}]`).first().click();
const sure = (page: Page) => form(page).getByLabel("以上内容已核对，确认办理").check();
/** What was done is told in the corner. */
const told = (page: Page, text: string) => page.getByRole("status").getByText(text).waitFor();
const fileOf = (name: string, buffer: Buffer) => ({ name, mimeType: "application/octet-stream", buffer });

describe("a unit's clerk", () => {
  it("finds on the first page what waits, and signs for several at once", async () => {
    const { page, close } = await acting.as("unitclerk", "");
    await page.goto(`${acting.site.base}/`);
    await page.waitForURL("**/my");
    const group = page.locator('[data-turn="signFor"]');
    await group.getByText("事项works").first().waitFor();
    expect(await group.getByRole("listitem").count()).toBe(5);
    expect(await violations(page)).toEqual([]);
    await group.getByRole("checkbox", { name: "全选" }).check();
    await group.getByText("已选5项").waitFor();
    await group.locator("[data-act=signFor]").click();
    await form(page).getByText("签收即确认收到").waitFor();
    expect(await violations(page)).toEqual([]);
    await submit(page, "签收").click();
    await told(page, "已办理：签收，5个事项");
    await page.locator('[data-turn="work"]').getByText("事项works").first().waitFor();
    expect(await group.count()).toBe(0);
    for (const village of ["v1", "v2", "v3", "v4"]) expect(await acting.rows("signedFor", `works/${village}`)).toBe(1);
    await close();
  });

  it("reports completion with evidence, on a telephone; what is no evidence is explained", async () => {
    const visited = await acting.as("unitclerk", item("works/v2"), { width: 360 });
    const { page } = visited;
    await open(page, "report");
    await submit(page, "反馈办结").click();
    await form(page).getByText("请填写完成情况").waitFor();
    await form(page).getByText("请选择佐证材料").waitFor();
    await form(page).getByLabel("完成情况").fill("工程已完工并验收");
    const files = form(page).locator("input[type=file]");
    await files.setInputFiles(fileOf("说明.txt", Buffer.from("not evidence")));
    await form(page).getByText("不接受纯文本").waitFor();
    await files.setInputFiles(fileOf("IMG_0001.HEIC", Buffer.from("a photo")));
    await form(page).getByText("兼容性最佳").waitFor();
    await files.setInputFiles(fileOf("空.pdf", Buffer.alloc(0)));
    await form(page).getByText("是空文件").waitFor();
    await files.setInputFiles(fileOf("验收.pdf", pdf));
    await form(page)
      .getByRole("checkbox", { name: /验收\.pdf/ })
      .and(page.locator(":checked"))
      .waitFor();
    await form(page).getByText("已选1份").waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    // It is final: without a tick nothing is sent.
    await submit(page, "反馈办结").click();
    await form(page).getByText("请先勾选核对").waitFor();
    expect(await acting.rows("reported", "works/v2")).toBe(0);
    await sure(page);
    await submit(page, "反馈办结").click();
    await told(page, "已办理：反馈办结");
    await page.getByRole("link", { name: "下载“验收.pdf”" }).waitFor();
    expect(await acting.rows("reported", "works/v2")).toBe(1);
    const [got] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "下载“验收.pdf”" }).click(),
    ]);
    expect(got.suggestedFilename()).toBe("验收.pdf");
    forgive(visited, /status of 415/);
    await visited.close();
  });

  it("sees progress against the schedule, and is stopped at a date that is too early", async () => {
    const { page, close } = await acting.as("unitclerk", item("works/v1"));
    await open(page, "reportProgress");
    await form(page).getByLabel("完成进度（%）").fill("95");
    await form(page)
      .getByText(/现填95%/)
      .waitFor();
    await form(page).getByLabel("完成进度（%）").fill("120");
    await form(page).getByText(/现填/).waitFor({ state: "detached" });
    await submit(page, "报告进度").click();
    await form(page).getByText("应为0至100之间的数").waitFor();
    await form(page).getByLabel("完成进度（%）").fill("0");
    await form(page)
      .getByText(/序时进度应达/)
      .waitFor();
    await submit(page, "返回").click();
    await open(page, "requestExtension");
    await form(page).getByLabel("申请延至").fill("2021-06-01");
    await form(page).getByLabel("理由").fill("汛期");
    await submit(page, "申请延期").click();
    await form(page).getByText("应晚于2021年6月30日").waitFor();
    // What was typed is there again after a slip.
    await page.keyboard.press("Escape");
    await open(page, "requestExtension");
    expect(await form(page).getByLabel("理由").inputValue()).toBe("汛期");
    await close();
  });
});

describe("the office", () => {
  it("verifies and closes what was reported", async () => {
    const { page, close } = await acting.as("office", "/my");
    const group = page.locator('[data-turn="verify"]');
    await group.getByRole("link", { name: /村2/ }).click();
    await open(page, "verify");
    await form(page).getByLabel("核查情况").fill("现场核查属实");
    await submit(page, "核查").click();
    await told(page, "已办理：核查");
    await open(page, "closeOut");
    await form(page).getByText("销号后事项办结；再需办理的，只能重新办理").waitFor();
    await form(page).getByLabel("核查情况").fill("符合销号标准");
    await sure(page);
    await submit(page, "销号").click();
    await told(page, "已办理：销号");
    await page.getByText("蓝灯").first().waitFor();
    expect(await acting.rows("closed", "works/v2")).toBe(1);
    expect(await violations(page)).toEqual([]);
    await close();
  });
});

/** What the page sends to a path that ends so. */
function sent(page: Page, ending: string): Request[] {
  const found: Request[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith(ending)) found.push(request);
  });
  return found;
}
const keyOf = (request: Request): Promise<string | null> => request.headerValue("idempotency-key");

describe("an act", () => {
  it("that is refused says why, and the page shows what has become of the item", async () => {
    const visited = await acting.as("unitclerk", item("works/v3"));
    const { page } = visited;
    await open(page, "reportProgress");
    await form(page).getByLabel("完成进度（%）").fill("30");
    await form(page).getByLabel("进展情况").fill("已开工");
    const office = await acting.as("office", item("works/v3"));
    await open(office.page, "suspend");
    await form(office.page).getByLabel("计划恢复日期").fill("2021-05-31");
    await form(office.page).getByLabel("批准人").fill("主要负责人");
    await office.page.locator(".ant-select-item-option").first().click();
    await form(office.page).getByLabel("理由").fill("防汛");
    await submit(office.page, "暂缓").click();
    await told(office.page, "已办理：暂缓");
    await office.close();

    await submit(page, "报告进度").click();
    await form(page).getByText("未受理").waitFor();
    await form(page)
      .getByText(/事项自2021年4月13日起暂缓，须先恢复办理/)
      .waitFor();
    await form(page).getByText("页面已更新").waitFor();
    expect(await form(page).getByLabel("进展情况").inputValue()).toBe("已开工");
    await submit(page, "返回").click();
    await page.getByText("暂缓中").first().waitFor();
    expect(await acting.rows("progressReported", "works/v3")).toBe(0);
    forgive(visited, /status of 409/);
    await visited.close();
  });

  it("is sent once, however often its button is pressed", async () => {
    const { page, close } = await acting.as("unitclerk", item("works/v1"));
    await open(page, "annotate");
    const requests = sent(page, "/actions/annotate");
    await form(page).getByLabel("说明").fill("双击只记一次");
    await submit(page, "添加备注").dblclick();
    await told(page, "已办理：添加备注");
    expect(requests).toHaveLength(1);
    expect(await acting.rows("annotated", "works/v1")).toBe(1);
    await close();
  });

  it("whose answer is lost, or that finds nobody, is kept with its key and done once", async () => {
    const visited = await acting.as("unitclerk", item("works/v4"));
    const { page } = visited;
    const requests = sent(page, "/actions/annotate");
    // It gets through, and its answer does not come back.
    await page.route("**/actions/annotate", async (route) => {
      await route.fetch();
      await route.abort();
    });
    await open(page, "annotate");
    await form(page).getByLabel("说明").fill("只应记一次");
    await submit(page, "添加备注").click();
    await form(page).getByText("未收到办理结果").waitFor();
    await page.unroute("**/actions/annotate");
    expect(await form(page).getByLabel("说明").isDisabled()).toBe(true);

    await acting.site.away();
    await submit(page, "再试一次").click();
    await expect.poll(() => requests.length).toBe(2);
    await form(page).getByText("未收到办理结果").waitFor();
    // Closed by a slip, it is there again, key and all.
    await page.keyboard.press("Escape");
    await acting.site.back();
    await open(page, "annotate");
    await submit(page, "再试一次").click();
    await told(page, "已办理：添加备注");
    const keys = await Promise.all(requests.map(keyOf));
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    expect(await acting.rows("annotated", "works/v4")).toBe(1);
    forgive(visited, /ERR_|Failed to (load|fetch)/);
    await visited.close();
  });
});

describe("what is measured", () => {
  it("has its total fixed by the office, and its percentage computed of what the unit reports", async () => {
    const office = await acting.as("office", item("area/v4"));
    await open(office.page, "fixTotal");
    await form(office.page).getByRole("spinbutton", { name: "总任务量" }).fill("40");
    await submit(office.page, "核定总任务量").click();
    await told(office.page, "已办理：核定总任务量");
    await office.close();
    const { page, close } = await acting.as("unitclerk", item("area/v4"));
    await open(page, "reportProgress");
    expect(await form(page).getByLabel("完成进度（%）").count()).toBe(0);
    await form(page).getByLabel("已完成任务量").fill("41");
    await form(page).getByLabel("进展情况").fill("已完成四分之一");
    await submit(page, "报告进度").click();
    await form(page).getByRole("alert").getByText("不得超过核定的总任务量").waitFor();
    await form(page).getByLabel("已完成任务量").fill("10");
    await form(page)
      .getByText(/核定总任务量40.*完成率25%/)
      .waitFor();
    await submit(page, "报告进度").click();
    await told(page, "已办理：报告进度");
    await page.getByText(/报告进展25%/).waitFor();
    await close();
  });

  it("is checked by whom the office assigns, who is picked among those who may", async () => {
    const { page, close } = await acting.as("office", item("works/v1"));
    await open(page, "assignVerifier");
    await form(page).getByRole("combobox", { name: "核查人" }).fill("p-office-head");
    await page.locator(".ant-select-item-option:visible").filter({ hasText: "p-office-head" }).click();
    await form(page).getByLabel("说明").fill("专人核查");
    await submit(page, "指派核查人").click();
    await told(page, "已办理：指派核查人");
    await form(page).waitFor({ state: "detached" });
    await close();
  });
});
