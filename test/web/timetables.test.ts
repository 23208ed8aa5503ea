/** 措施和时间表 on the page: the workbook out, its mistakes by cell, what it says before it is set, and that it is. */
import exceljs from "exceljs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ActingSite, startActingSite } from "./acting-site.js";
import { overflow, violations } from "./browser.js";

let acting: ActingSite;
beforeAll(async () => {
  acting = await startActingSite();
  await acting.goTo("2021-05-10");
}, 120_000);
afterAll(() => acting?.close());

it.each([1440, 360] as const)("are listed with what is missing at %i px", async (width) => {
  const { page, close } = await acting.as("unitclerk", "/my/timetables", { width });
  await page.locator("[data-timetable]").first().waitFor();
  expect(await overflow(page)).toBe(0);
  expect(await violations(page)).toEqual([]);
  await close();
});

it("are brought in from the workbook that was downloaded", async () => {
  const { page, close } = await acting.as("unitclerk", "/my/timetables");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "下载表格" }).click(),
  ]);
  const book = new exceljs.Workbook();
  await book.xlsx.readFile(await download.path());
  const [sheet] = book.worksheets;
  if (!sheet) throw new Error("an empty workbook");
  const bring = async (cells: readonly exceljs.CellValue[]): Promise<void> => {
    for (const [at, value] of cells.entries()) sheet.getRow(2).getCell(6 + at).value = value;
    const buffer = Buffer.from(await book.xlsx.writeBuffer());
    await page
      .locator('input[type="file"]')
      .setInputFiles({ name: "时间表.xlsx", mimeType: "application/octet-stream", buffer });
  };
  await bring(["2021-05-20", "完成设计", "若干", "张三", 100]);
  await page.getByText("H2：请填写数量和单位，如3公里").waitFor();
  expect(await violations(page)).toEqual([]);
  await bring(["2021-05-20", "完成设计", "3公里", "张三", 100]);
  await page.getByText("表格无误，1项将更新").waitFor();
  await page.getByRole("button", { name: /^提\s*交$/ }).click();
  await page.getByText("已填报1行").waitFor();
  await page.getByText("已填报1项").waitFor();
  await close();
});

it("takes a block of a sheet where it is typed for one item", async () => {
  const { page, close } = await acting.as("unitclerk", "/items/works~v2");
  await page.getByRole("button", { name: "填报措施和时间表" }).click();
  const box = page.getByRole("textbox", { name: /每行依次为/ });
  await box.fill("2021-05-20\t完成设计\t1套\t张三\t30\n2021-06-20\t建成投用\t3公里\t张三\t100");
  expect(await box.inputValue()).toBe("2021-05-20|完成设计|1套|张三|30\n2021-06-20|建成投用|3公里|张三|100");
  await close();
});
