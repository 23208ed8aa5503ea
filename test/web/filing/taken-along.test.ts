/** What is taken along for a village that has been checked before (A.1 of docs/filing-faults.md). */
import { createHash } from "node:crypto";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startBrowser } from "../browser.js";
import { lineKey } from "./fixture.js";
import { CLAIMED, FOUND, withHistory } from "./history.js";
import { openPhone, picture } from "./phone.js";
import { ProductApi } from "./product-api.js";
import { type FilingSite, startFilingSite } from "./site.js";

const LINES = 5;
const V = "village-v012";
let browser: Browser;
let api: ProductApi;
let site: FilingSite;
beforeAll(async () => {
  [browser, api] = await Promise.all([startBrowser(), ProductApi.start(LINES)]);
  await api.begin();
  site = await startFilingSite(api);
}, 120_000);
afterAll(async () => {
  await site?.close();
  await browser?.close();
  await api?.close();
});

it("1: has the last grade, the open finding and the unit's claim beside their lines, with their pictures, without a network", async () => {
  const phone = await openPhone(browser, api, site);
  const bytes = await picture(phone.page, 7);
  await withHistory(api, V, LINES, { sha256: createHash("sha256").update(bytes).digest("hex"), bytes });
  await phone.page.reload();
  // A picture that does not come makes the visit not ready, and says so.
  site.line = (req) => {
    if (!req.url?.includes("/pictures/")) return false;
    req.socket.destroy();
    return true;
  };
  const card = phone.page.locator(`[data-visit="${V}"]`);
  await card.getByRole("button", { name: "带走" }).click();
  await card.locator('[data-ready="false"]').waitFor();
  site.line = null;
  await card.getByRole("button", { name: "刷新资料" }).click();
  await card.locator('[data-ready="true"]').waitFor();
  await site.away();
  await phone.page.reload();
  await phone.open();
  const found = phone.line(lineKey(1));
  await found.getByText(FOUND).first().waitFor();
  expect(await found.locator("img").count()).toBeGreaterThan(0);
  const claim = phone.line(lineKey(2));
  await claim.getByText(CLAIMED).first().waitFor();
  expect(await claim.locator("img").count()).toBeGreaterThan(0);
  await phone.line(lineKey(3)).getByText("基本合格").first().waitFor();
  await site.back();
  await phone.close();
}, 120_000);

it("is no picture to who inspects elsewhere, nor one that the bundle does not name", async () => {
  const { body } = await api.must("p-li", "GET", `/inspections/2021H1/visits/${V}/bundle`);
  const [sha256] = body.lines[0].findings[0].photos;
  const at = `/inspections/2021H1/visits/${V}/pictures/`;
  expect((await api.ask("p-zhao", "GET", `${at}${sha256}`)).status).toBe(403);
  expect((await api.ask("p-li", "GET", `${at}${"b".repeat(64)}`)).status).toBe(404);
});
