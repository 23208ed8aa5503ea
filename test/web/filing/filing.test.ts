/** A check filed in a village: taken along, without a network, on a browser that is killed and started anew, until it is 已入账. */
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { overflow, startBrowser, violations } from "../browser.js";
import { ProductApi } from "./product-api.js";
import { lineKey } from "./fixture.js";
import { openPhone, type Phone, picture, shoot } from "./phone.js";
import { type FilingSite, startFilingSite } from "./site.js";

let browser: Browser;
let api: ProductApi;
let site: FilingSite;
let phone: Phone;
beforeAll(async () => {
  [browser, api] = await Promise.all([startBrowser(), ProductApi.start()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await api?.close();
});
beforeEach(async () => {
  await api.begin();
  site = await startFilingSite(api);
  phone = await openPhone(browser, api, site);
});
afterEach(async () => {
  await site.close();
  await phone.close();
});

describe("a visit of 25 lines with two findings", () => {
  it("is filed in 45 taps at most, without typing, and without a network until its end", async () => {
    await phone.takeAlong();
    const { page } = phone;
    const photo = await picture(page, 1);
    await site.away();
    await page.reload();
    await phone.tap(page.locator('[data-visit="village-v012"]').getByRole("link", { name: "填写" }));
    for (const key of [lineKey(4), lineKey(9)]) {
      await phone.grade(key, "不合格");
      await phone.tap(phone.line(key).getByRole("button", { name: "进度滞后" }));
      await phone.tap(phone.line(key).getByRole("button", { name: "较重" }));
      await phone.tap(phone.line(key).getByRole("button", { name: "未达到合格标准" }));
    }
    await shoot(phone, lineKey(4), [photo]);
    await phone.line(lineKey(4)).locator("[data-photo]").waitFor();
    await phone.tap(page.getByRole("button", { name: "其余合格（23项）" }));
    await phone.tap(page.getByRole("button", { name: "确定" }));
    await expect.poll(() => page.locator('[data-word="saved"]').first().textContent()).toContain("25/25");
    await phone.tap(page.getByRole("button", { name: "提交检查" }));
    await phone.tap(page.getByRole("button", { name: "确定" }));
    await page.getByText("已请求提交").waitFor();
    expect(await page.locator('dd[data-word="recorded"]').textContent()).toBe("—");
    await site.back();
    await phone.tap(page.getByRole("button", { name: "立即上报" }));
    await expect
      .poll(() => page.locator('dd[data-word="recorded"]').textContent(), { timeout: 15_000 })
      .toMatch(/第\d+行/);
    // The camera's own tap beside those of the page.
    expect(phone.taps() + 1).toBeLessThanOrEqual(45);
    const rows = await api.rowsOf("village-v012");
    expect(rows).toHaveLength(25);
    expect(new Set(rows.map(({ line }) => line)).size).toBe(25);
    expect(await api.submittedRow("village-v012")).not.toBeNull();
    console.log(`${phone.taps() + 1} taps`);
  });
});

it("has an answer on the device within half a second of its tap", async () => {
  await phone.takeAlong();
  await phone.open();
  await site.away();
  for (let no = 1; no <= 10; no++) {
    const took = await phone.line(lineKey(no)).evaluate(
      (line) =>
        new Promise<number>((resolve) => {
          const since = performance.now();
          new MutationObserver(() => {
            if (line.querySelector('[data-word="saved"]')) resolve(performance.now() - since);
          }).observe(line, { subtree: true, childList: true });
          line.querySelector<HTMLButtonElement>(".grade.pass")?.click();
        }),
    );
    expect(took).toBeLessThan(500);
  }
  await site.back();
});

it("fits a telephone of 360 pixels and is read by those who hear it, in both themes and languages", async () => {
  await phone.takeAlong();
  await phone.open();
  await phone.grade(lineKey(4), "不合格");
  const { page } = phone;
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme });
    expect([theme, await violations(page), await overflow(page)]).toEqual([theme, [], 0]);
  }
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("heading", { name: "Field check" }).waitFor();
  expect(await violations(page)).toEqual([]);
  for (const name of ["Conclusion", "Receipt", "Print the paper form"]) {
    await page.getByRole("link", { name }).click();
    expect([name, await violations(page)]).toEqual([name, []]);
  }
});
