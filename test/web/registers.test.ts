/** Registers on the page: a keeper fills the grid by keys, brings a workbook, and a figure leads to its rows. */
import exceljs from "exceljs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { keptBundle } from "../support/kept-bundle.js";
import { type ActingSite, forgive, startActingSite } from "./acting-site.js";
import { overflow, violations } from "./browser.js";

let acting: ActingSite;
beforeAll(async () => {
  acting = await startActingSite(keptBundle, { township: "p-town1-desk", unitclerk: "p-lead-desk" });
  await acting.goTo("2021-05-10");
}, 180_000);
afterAll(() => acting?.close());

it("are listed with what is missing, and filled by keys alone", async () => {
  const { page, close } = await acting.as("township", "/registers");
  await page.locator('[data-register="facilities"]').getByText("缺2处").waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("link", { name: "基础设施清单" }).click();
  await page.getByText("台账还没有内容").waitFor();
  await page.getByRole("button", { name: "增加一行" }).click();
  await page.locator('[data-at="0:0"]').focus();
  await page.keyboard.press("Enter");
  await page.getByRole("combobox", { name: "村" }).selectOption({ label: "村1" });
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("combobox", { name: "水" }).selectOption("达标");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("combobox", { name: "路" }).selectOption("未达标");
  await page.keyboard.press("Enter");
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "保存1行" }).click();
  await page.getByRole("status").getByText("已登记1行").waitFor();
  await page.getByRole("button", { name: "保存1行" }).waitFor({ state: "detached" });
  await page.locator('[data-at="0:1"]').getByText("达标").waitFor();
  await page.getByRole("button", { name: "第1行的修改记录" }).click();
  await page.getByText("新增", { exact: true }).waitFor();
  await close();
});

it("tell what does not fit at its cell, and keep what was written", async () => {
  const visited = await acting.as("unitclerk", "/registers/list/projects");
  const { page } = visited;
  await page.getByRole("button", { name: "增加一行" }).click();
  await page.locator('[data-at="0:0"]').focus();
  await page.keyboard.type("X-1");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: "总投资" }).fill("很多");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "保存1行" }).click();
  await page
    .locator('[data-at="0:2"][data-fault="true"]')
    .getByText(/不是数字/)
    .waitFor();
  await page.locator('[data-at="0:2"]').focus();
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: "总投资" }).fill("100");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "保存1行" }).click();
  await page.getByRole("status").getByText("已登记1行").waitFor();
  forgive(visited, /422/);
  await visited.close();
});

it("take a workbook after a look at it, on a telephone too", async () => {
  const { page, close } = await acting.as("unitclerk", "/registers/list/projects", { width: 360 });
  await page.getByRole("button", { name: "导入" }).click();
  const file = new exceljs.Workbook();
  const sheet = file.addWorksheet("重点项目清单");
  sheet.addRow(["编号", "村", "总投资（万元）", "完成投资（万元）"]);
  sheet.addRow(["X-2", "村1", "0.02亿元", 50]);
  const buffer = Buffer.from(await file.xlsx.writeBuffer());
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: "台账.xlsx", mimeType: "application/octet-stream", buffer });
  await page.getByText("“重点项目清单”共1行：新增1、修改0、删除0、无变化0").waitFor();
  await page.getByText("C2").waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "以上各处确认无误，导入" }).click();
  await page.getByRole("status").getByText("已登记1行").waitFor();
  await page.locator('[data-at="1:0"]').getByText("X-2").waitFor();
  expect(await overflow(page)).toBe(0);
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
  await page.getByRole("link", { name: "16.6%" }).click();
  await page.getByText("只显示计算“完成率”").waitFor();
  expect(await page.locator("tbody tr").count()).toBe(2);
  await page.goBack();
  await page.getByRole("button", { name: "English" }).click();
  await page.getByText("Share done").waitFor();
  expect(await overflow(page)).toBe(0);
  await close();
});
