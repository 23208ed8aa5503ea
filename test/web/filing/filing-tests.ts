/** A site, its API and a telephone for each test of a file. */
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { startBrowser } from "../browser.js";
import { openPhone, type Phone } from "./phone.js";
import { ProductApi } from "./product-api.js";
import { type FilingSite, startFilingSite } from "./site.js";

export interface Filing {
  readonly browser: Browser;
  readonly api: ProductApi;
  readonly site: FilingSite;
  readonly phone: Phone;
}

/** `lines`: of each visit. `ready`: what each test begins with; `told` is given its parts before each. */
export function filingTests(
  lines: number,
  told: (filing: Filing) => void,
  ready?: (phone: Phone) => Promise<void>,
): void {
  let browser: Browser;
  let api: ProductApi;
  let site: FilingSite;
  let phone: Phone;
  beforeAll(async () => {
    [browser, api] = await Promise.all([startBrowser(), ProductApi.start(lines)]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await api?.close();
  });
  beforeEach(async () => {
    await api.begin();
    site = await startFilingSite(api);
    phone = await openPhone(browser, api, site);
    told({ browser, api, site, phone });
    await ready?.(phone);
  });
  afterEach(async () => {
    site.line = null;
    await site.close();
    await phone.close();
  });
}
