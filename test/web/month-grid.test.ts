/** The month's grid under hands that do not keep to the usual: two windows of a desk at one row, cells behind the frozen head, copying, cells that are not asked. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askedBundle } from "../support/asked-bundle.js";
import { type ActingSite, startActingSite } from "./acting-site.js";
import { pasteBlock, violations } from "./browser.js";

let acting: ActingSite;
beforeAll(async () => {
  acting = await startActingSite(askedBundle);
  await acting.goTo("2021-04-20");
}, 120_000);
afterAll(() => acting?.close());

const GRID = "/months/2021-04/requests/unit";
const open = async () => {
  const visited = await acting.as("unitclerk", GRID);
  await visited.page.getByRole("grid").waitFor();
  return visited;
};
const cell = (page: Page, column: string, row = 0) => page.locator(`[data-at="${row}/${column}"]`);
const sendButton = (page: Page) => page.getByRole("button", { name: /^送\s*审$/ });

/** Types into a cell, and waits until the label says what is expected of it. */
async function fill(page: Page, column: string, text: string, label = "已保存"): Promise<void> {
  await cell(page, column).click();
  await page.keyboard.type(text);
  await page.keyboard.press("Tab");
  await page.getByText("尚未保存").or(page.getByText("正在保存…")).waitFor();
  await page.getByText(label, { exact: true }).waitFor();
}

it("what is refused says why, is not asked again as it stands, and is saved once it is put right", async () => {
  const { page, complaints } = await open();
  const drafts: number[] = [];
  page.on("response", (response) => {
    if (response.url().endsWith("/draft")) drafts.push(response.status());
  });
  await pasteBlock(page, `10\t${"长".repeat(20_000)}`);
  await page.getByText("未能保存", { exact: true }).waitFor();
  await page.getByRole("alert").getByText("有单元格内容过长").waitFor();
  expect(await cell(page, "measure").getAttribute("aria-invalid")).toBe("true");
  await page.waitForTimeout(5_000);
  expect(drafts).toEqual([400]);
  await pasteBlock(page, "10\t措施");
  await page.getByText("已保存", { exact: true }).waitFor();
  expect(await page.getByRole("alert").count()).toBe(0);
  expect(complaints.filter((text) => !text.includes("400"))).toEqual([]);
  await page.context().close();
});

describe("two windows of a desk at one row of a unit's month", () => {
  it("keep what each wrote in cells of their own", async () => {
    const [desk, other] = [await open(), await open()];
    await fill(desk.page, "problem", "经办人的问题");
    await fill(other.page, "nextStep", "另一窗口的打算");
    await cell(other.page, "problem").getByText("经办人的问题").waitFor();
    expect(await other.page.getByRole("alert").count()).toBe(0);
    await Promise.all([desk.close(), other.close()]);
    const { page, close } = await open();
    await cell(page, "problem").getByText("经办人的问题").waitFor();
    await cell(page, "nextStep").getByText("另一窗口的打算").waitFor();
    await close();
  });

  it("are asked about the cell that both wrote, by row and column, before it can be sent", async () => {
    const desk = await open();
    await pasteBlock(desk.page, Array.from({ length: 5 }, () => "10\t措施\t无\t继续").join("\n"));
    await desk.page.getByText("尚未保存").or(desk.page.getByText("正在保存…")).waitFor();
    await desk.page.getByText("已保存", { exact: true }).waitFor();
    const other = await open();
    // Nothing else is in the way of sending it.
    expect(await sendButton(other.page).isEnabled()).toBe(true);
    await fill(desk.page, "measure", "经办人的措施");
    await fill(other.page, "measure", "另一窗口的措施", "有冲突尚未处理，涉及内容未保存");
    const conflict = other.page.getByRole("alert").locator("[data-column=measure]");
    expect(await conflict.innerText()).toMatch(
      /“工作措施”栏[^]*p-unit-desk填写：经办人的措施[^]*我填写：另一窗口的措施/,
    );
    await other.page.getByText("请先处理1处冲突，再送审").waitFor();
    expect(await sendButton(other.page).isDisabled()).toBe(true);
    expect(await violations(other.page)).toEqual([]);
    await conflict.getByRole("button", { name: "采用对方的" }).click();
    await other.page.getByText("已保存", { exact: true }).waitFor();
    await cell(other.page, "measure").getByText("经办人的措施", { exact: true }).waitFor();
    await conflict.waitFor({ state: "detached" });
    expect(await sendButton(other.page).isEnabled()).toBe(true);
    await Promise.all([desk.close(), other.close()]);
  });
});

describe("the cell that has the keyboard", () => {
  it("is copied and pasted by keys, lines and all, and what was written is taken back", async () => {
    const { page, close } = await open();
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await cell(page, "measure", 1).click();
    await pasteBlock(page, '"第一行\n第二行"\t别的');
    await cell(page, "measure", 1).getByText("第二行").waitFor();
    await page.keyboard.press("Control+c");
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe('"第一行\n第二行"');
    await cell(page, "coordinate", 2).click();
    await page.keyboard.type("原有的话");
    await page.keyboard.press("Enter");
    await cell(page, "coordinate", 2).click();
    await page.keyboard.press("Control+v");
    await cell(page, "coordinate", 2).getByText("第一行").waitFor();
    await page.keyboard.press("Control+z");
    await cell(page, "coordinate", 2).getByText("原有的话").waitFor();
    await page.keyboard.press("Control+z");
    await cell(page, "coordinate", 2).getByText("原有的话").waitFor({ state: "detached" });
    // An empty cell is copied as one.
    await page.keyboard.press("Control+c");
    await cell(page, "measure", 1).click();
    await page.keyboard.press("Control+v");
    await cell(page, "measure", 1).getByText("第二行").waitFor({ state: "detached" });
    await close();
  });

  it("is never behind the lines' heads", async () => {
    const { page, close } = await open();
    await cell(page, "progress").click();
    await page.keyboard.press("End");
    for (const column of ["phone", "person", "leader", "nextStep", "problem", "measure", "progress"]) {
      await page.keyboard.press("ArrowLeft");
      const active = page.locator("[role=gridcell][aria-selected=true]");
      expect(await active.getAttribute("data-column")).toBe(column);
      const [box, head] = [await active.boundingBox(), await page.getByRole("rowheader").first().boundingBox()];
      expect(box?.x, column).toBeGreaterThanOrEqual((head?.x ?? Infinity) + (head?.width ?? 0) - 1);
    }
    await close();
  });
});

describe("a cell of which nothing is asked", () => {
  it("takes no typing and says so, and Tab leads past it", async () => {
    await acting.goTo("2021-06-21");
    const { page, close } = await acting.as("unitclerk", "/months/2021-06/requests/unit");
    const row = page.locator('[data-row="responsible/1"]');
    expect(await row.getByRole("rowheader").locator("strong").innerText()).toBe("任务一");
    const shut = row.locator("[data-column=progress]");
    // It is disabled to a browser's helpers, and still a cell to go to.
    await shut.click({ force: true });
    expect(await shut.getAttribute("aria-disabled")).toBe("true");
    await page.keyboard.type("30");
    await page.keyboard.press("Enter");
    expect(await shut.innerText()).toBe("不需填报");
    await page.locator("p[aria-live]").getByText("不需填报", { exact: true }).waitFor();
    expect(await page.getByText("尚未保存").count()).toBe(0);
    await pasteBlock(page, "30\t措施");
    // Only what was left out is named.
    await page.getByText("已粘贴1行；不需填报的1格未粘贴", { exact: true }).waitFor();
    await row.locator("[data-column=measure]").click();
    await page.keyboard.press("Shift+Tab");
    expect(await shut.getAttribute("aria-selected")).toBe("false");
    expect(await violations(page)).toEqual([]);
    await close();
  });
});

describe("a month that is closed", () => {
  it("says since when, and what it means to send it now", async () => {
    const { page, close } = await acting.as("unitclerk", GRID);
    await page.getByText("该月调度已于2021年4月28日截止。现在送审属于补报").waitFor();
    await close();
  });
});
