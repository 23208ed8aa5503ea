/** Registers on the page: a keeper fills the grid by keys, brings a workbook, and a figure leads to its rows. */
import exceljs from "exceljs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { keptBundle } from "../support/kept-bundle.js";
import { type ActingSite, forgive, startActingSite } from "./acting-site.js";
import { compose, overflow, pasteBlock, violations } from "./browser.js";

let acting: ActingSite;
beforeAll(async () => {
  acting = await startActingSite(keptBundle, { township: "p-town1-desk", unitclerk: "p-lead-desk" });
  await acting.goTo("2021-05-10");
}, 180_000);
afterAll(() => acting?.close());

const HEAD = ["编号", "村", "总投资（万元）", "完成投资（万元）"];

/** Opens the import and chooses a workbook of these rows. */
async function chooseBook(page: Page, rows: readonly (readonly unknown[])[]): Promise<void> {
  await page.getByRole("button", { name: "导入" }).click();
  const file = new exceljs.Workbook();
  const sheet = file.addWorksheet("重点项目清单");
  for (const row of rows) sheet.addRow([...row]);
  const buffer = Buffer.from(await file.xlsx.writeBuffer());
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: "台账.xlsx", mimeType: "application/octet-stream", buffer });
}

it("are listed with what is missing, and filled by keys alone", async () => {
  const { page, close } = await acting.as("township", "/registers");
  await page.locator('[data-register="facilities"]').getByText("缺2处").waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("link", { name: "基础设施清单" }).click();
  await page.getByText("台账还没有内容").waitFor();
  await page.getByRole("button", { name: "增加一行" }).click();
  await page.getByRole("grid").focus();
  await page.keyboard.type("村1");
  await page.keyboard.press("Tab");
  await page.keyboard.press("F2");
  await page.keyboard.type("达标");
  await page.keyboard.press("Escape");
  expect(await page.locator('[data-at="0/water"]').textContent()).toBe("");
  await page.keyboard.type("达标");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.type("未达标");
  await page.keyboard.press("Enter");
  await page.locator('[data-at="0/road"]').getByText("未达标").waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "保存1行" }).click();
  await page.getByRole("status").getByText("已登记1行").waitFor();
  await page.getByRole("button", { name: "保存1行" }).waitFor({ state: "detached" });
  await page.locator('[data-at="0/water"]').getByText("达标").waitFor();
  await page.getByRole("button", { name: "第1行的修改记录" }).click();
  await page.getByText("新增", { exact: true }).waitFor();
  await close();
});

it("tell what does not fit at its cell while it is written, and keep what was written", async () => {
  const { page, close } = await acting.as("unitclerk", "/registers/list/projects");
  await page.getByRole("button", { name: "增加一行" }).click();
  await page.getByRole("grid").focus();
  await page.keyboard.type("X-1");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.type("很多");
  await page.keyboard.press("Enter");
  await page.locator('[data-at="0/investment"][aria-invalid="true"]').waitFor();
  await page.getByText(/“很多”不是数字/).waitFor();
  expect(await page.getByRole("button", { name: "保存1行" }).isDisabled()).toBe(true);
  await page.getByRole("button", { name: "1处需要修改 · 下一处" }).click();
  await page.getByRole("grid").focus();
  await page.keyboard.type("100");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "保存1行" }).click();
  await page.getByRole("status").getByText("已登记1行").waitFor();
  await close();
});

it("take what an input method writes from its first key, and leave its Enter alone", async () => {
  const { page, close } = await acting.as("unitclerk", "/registers/list/projects");
  await page.getByRole("button", { name: "增加一行" }).click();
  await page.getByRole("grid").focus();
  await compose(page, ["x", "xiang", "xiangmu"], "项目一");
  await page.keyboard.press("Tab");
  await page.locator('[data-at="1/code"]').getByText("项目一", { exact: true }).waitFor();
  await page.keyboard.press("Shift+Tab");
  await compose(page, ["er"], "项目二");
  await page.keyboard.press("Escape");
  await page.locator('[data-at="1/code"]').getByText("项目一", { exact: true }).waitFor();
  await page.getByRole("button", { name: "放弃修改" }).click();
  await close();
});

it("take a block from a workbook, with rows below the last, and tell each cell that does not fit", async () => {
  const { page, close } = await acting.as("unitclerk", "/registers/list/projects");
  await page.getByRole("grid").focus();
  await page.keyboard.press("ArrowDown");
  await page.getByRole("button", { name: "增加一行" }).click();
  await page.getByRole("grid").focus();
  await pasteBlock(page, 'P-1\t村1\t0.02亿元\t50\nP-2\t没有的村\t１００\t"20"\nP-1\t\t10\t20\n');
  await page.getByText(/已粘贴3行；写的是0.02亿元.*200万元/).waitFor();
  await page.locator('[data-at="1/investment"]').getByText("200", { exact: true }).waitFor();
  await page.locator('[data-at="2/investment"]').getByText("100", { exact: true }).waitFor();
  await page.locator('[data-at="2/village"][aria-invalid="true"]').waitFor();
  await page.locator('[data-at="3/completed"][aria-invalid="true"]').waitFor();
  await page.locator('[data-at="3/code"][aria-invalid="true"]').waitFor();
  await page.getByRole("button", { name: "3处需要修改 · 下一处" }).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "放弃修改" }).click();
  await close();
});

it("show what two people wrote of one cell, and overwrite neither unasked", async () => {
  const [one, other] = await Promise.all([1, 2].map(() => acting.as("unitclerk", "/registers/list/projects")));
  if (!one || !other) throw new Error("nobody is there");
  for (const [{ page }, completed] of [
    [one, "30"],
    [other, "40"],
  ] as const) {
    await page.locator('[data-at="0/completed"]').click();
    await page.keyboard.type(completed);
    await page.keyboard.press("Enter");
  }
  await one.page.getByRole("button", { name: "保存1行" }).click();
  await one.page.getByRole("status").getByText("已登记1行").waitFor();
  // Nothing was overwritten: the API refused it.
  await other.page.getByRole("button", { name: "保存1行" }).click();
  await other.page.getByText("下列行已由他人修改，未被覆盖，请选择").waitFor();
  await other.page.getByText(/完成投资 30/).waitFor();
  expect(await violations(other.page)).toEqual([]);
  await other.page.getByRole("button", { name: "采用我的" }).click();
  await other.page.getByRole("button", { name: "保存1行" }).click();
  await other.page.getByRole("status").getByText("已登记1行").waitFor();
  await other.page.locator('[data-at="0/completed"]').getByText("40", { exact: true }).waitFor();
  forgive(other, /409/);
  await one.close();
  await other.close();
});

it("are filled as cards on a telephone", async () => {
  const { page, close } = await acting.as("unitclerk", "/registers/list/projects", { width: 360 });
  await page.getByRole("button", { name: "第1行 X-1" }).waitFor();
  await page.getByLabel("形象进度").selectOption("在建");
  await page.getByRole("button", { name: "保存1行" }).click();
  await page.getByRole("status").getByText("已登记1行").waitFor();
  expect(await violations(page)).toEqual([]);
  expect(await overflow(page)).toBe(0);
  await close();
});

it("take a workbook after a look at it, on a telephone too", async () => {
  const { page, close } = await acting.as("unitclerk", "/registers/list/projects", { width: 360 });
  await chooseBook(page, [HEAD, ["X-2", "村1", "0.02亿元", 50]]);
  await page.getByText("“重点项目清单”共1行：新增1、修改0、删除0、无变化0").waitFor();
  await page.getByText("已选文件：台账.xlsx").waitFor();
  await page.getByText("C2").waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "以上各处确认无误，导入" }).click();
  await page.getByRole("status").getByText("已登记1行").waitFor();
  await page.getByRole("button", { name: "第2行 X-2" }).waitFor();
  expect(await overflow(page)).toBe(0);
  await close();
});

it("look at a workbook anew where rows are to go, and say how many before that is confirmed", async () => {
  const { page, close } = await acting.as("unitclerk", "/registers/list/projects");
  await chooseBook(page, [HEAD, ["X-1", "村1", 100, 41]]);
  await page.getByText("“重点项目清单”共1行：新增0、修改1、删除0、无变化0").waitFor();
  await page.getByText("变化（共1行）").click();
  await page.getByText(/^修改 第2行 X-1：/).waitFor();
  await page.getByRole("checkbox", { name: "删除文件中没有的行" }).check();
  await page.getByText("“重点项目清单”共1行：新增0、修改1、删除1、无变化0").waitFor();
  await page.getByRole("button", { name: "确认导入（将删除1行）" }).waitFor();
  // The box stands beside its words.
  const tick = await page.getByRole("checkbox", { name: "删除文件中没有的行" }).boundingBox();
  const words = await page.getByText("删除文件中没有的行").boundingBox();
  expect(Math.abs((tick?.y ?? 0) - (words?.y ?? 99))).toBeLessThan(12);
  expect((words?.x ?? 999) - (tick?.x ?? 0)).toBeLessThan(40);
  await page.getByRole("checkbox", { name: "删除文件中没有的行" }).uncheck();
  await page.getByRole("button", { name: "确认导入", exact: true }).waitFor();
  await close();
});

it("say of a workbook with mistakes how many rows are wrong, and how many mistakes are listed", async () => {
  const { page, close } = await acting.as("unitclerk", "/registers/list/projects");
  await chooseBook(page, [HEAD, ...Array.from({ length: 210 }, (_, no) => [`W-${no}`, "村1", 10, 11])]);
  await page.getByText("“重点项目清单”共210行，其中210行有误；全部改正后再与台账比对").waitFor();
  await page.getByText("共210处，以下列出前200处").waitFor();
  expect(await page.getByRole("button", { name: /确认导入/ }).count()).toBe(0);
  expect(await violations(page)).toEqual([]);
  await close();
});

it("lead from a figure to the rows that it is made of", async () => {
  const { page, close } = await acting.as("office", "/registers/figures");
  await page.getByText("口径尚未核定，暂不计算").waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "核定口径" }).click();
  await page.getByLabel("依据（会议纪要、文件）").fill("专题会议纪要〔2021〕3号");
  await page.getByRole("dialog").getByRole("button", { name: "核定口径" }).click();
  await page.getByText(/核定：专题会议纪要/).waitFor();
  await page.getByRole("link", { name: "30%", exact: true }).click();
  await page.getByText("只显示计算“完成率”").waitFor();
  expect(await page.locator("[data-row]").count()).toBe(2);
  await page.goBack();
  await page.getByRole("button", { name: "English" }).click();
  await page.getByText("Share done").waitFor();
  expect(await overflow(page)).toBe(0);
  await close();
});

it("are counted whole, and shown on to the last row", async () => {
  const { page, close } = await acting.as("unitclerk", "/registers/list/projects");
  const many = Array.from({ length: 1_700 }, (_, no) => [`M-${no}`, "村1", 100, 10]);
  await chooseBook(page, [HEAD, ...many]);
  await page.getByRole("button", { name: "确认导入" }).click();
  await page.getByRole("status").getByText("已登记1700行").waitFor();
  await page.getByText("共1702行，已显示500行").waitFor();
  await page.getByRole("button", { name: "继续显示" }).click();
  await page.getByText("共1702行，已显示1500行").waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "全部显示" }).click();
  await page.getByText("1702行", { exact: true }).waitFor();
  expect(await page.getByRole("button", { name: "继续显示" }).count()).toBe(0);
  await page.evaluate(`{ const grid = document.querySelector('[role="grid"]'); grid.scrollTop = grid.scrollHeight; }`);
  await page.getByText("M-1699", { exact: true }).waitFor();
  await close();
});
