/** How soon a form of the filing page stands when it is opened without a network, on a processor four times slower. */
import type { Page } from "playwright-core";
import { launchChromium } from "../scripts/chromium.js";
import { lineKey, ROUND, type Visited } from "./inspected.js";
import { signIn, slowDown, type Visited as Site } from "./visitor.js";

/** The sample account of an inspector. */
const ACCOUNT = "sample-inspector";
/** A telephone in the hand. */
const LOOK = { viewport: { width: 360, height: 780 }, isMobile: true, hasTouch: true, locale: "zh-CN" } as const;

export interface Opening extends Site {
  readonly planId: string;
}

/**
 * Takes a visit along on the page as it is served, ends the network, and opens the form `times` over, each time as a page that loads anew
 * from its service worker. Answers the milliseconds until the first line stands.
 */
export async function openForms(to: Opening, visit: Visited, times: number): Promise<number[]> {
  const browser = await launchChromium();
  try {
    const context = await browser.newContext(LOOK);
    await signIn(context, to, ACCOUNT, visit.inspector);
    const page = await context.newPage();
    await page.goto(`${to.origin}/filing/`);
    const card = page.locator(`[data-visit="${visit.id}"]`);
    await card.getByRole("button", { name: "带走" }).click();
    await card.locator('[data-ready="true"]').waitFor();
    await page.waitForFunction("navigator.serviceWorker.controller !== null");
    await context.setOffline(true);
    await slowDown(page);
    const form = `#/visit/${encodeURIComponent(`${to.planId}|${ROUND}|${visit.id}`)}/lines`;
    const took: number[] = [];
    for (let no = 0; no < times; no++) took.push(await openForm(page, form));
    return took;
  } finally {
    await browser.close();
  }
}

async function openForm(page: Page, form: string): Promise<number> {
  await page.evaluate(`location.assign(${JSON.stringify(form)})`);
  const since = performance.now();
  await page.reload({ waitUntil: "commit" });
  await page.locator(`[data-line="${lineKey(0)}"]`).waitFor();
  return performance.now() - since;
}
