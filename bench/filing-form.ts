/** How soon a form of the filing page stands when it is opened without a network, on a processor four times slower. */
import type { Page } from "playwright-core";
import { accountByName, addAccount, setPerson } from "../prisma/accounts/account-store.js";
import type { Pool } from "../prisma/database/pool.js";
import { launchChromium } from "../scripts/chromium.js";
import { lineKey, ROUND, type Visited } from "./inspected.js";

/** A telephone's share of this machine's processor: 1 / SLOWER. */
const SLOWER = 4;
/** The sample account of an inspector: a rehearsal's people sign in without a password. */
const ACCOUNT = "sample-inspector";
/** A telephone in the hand. */
const LOOK = { viewport: { width: 360, height: 780 }, isMobile: true, hasTouch: true, locale: "zh-CN" } as const;

export interface Opening {
  readonly pool: Pool;
  readonly origin: string;
  readonly planId: string;
  /** By which accounts know the plan. */
  readonly slug: string;
}

/**
 * Takes a visit along on the page as it is served, ends the network, and opens the form `times` over, each time as a page that loads anew
 * from its service worker. Answers the milliseconds until the first line stands.
 */
export async function openForms(to: Opening, visit: Visited, times: number): Promise<number[]> {
  await isInspector(to, visit.inspector);
  const browser = await launchChromium();
  try {
    const context = await browser.newContext(LOOK);
    const api = `${to.origin}/api/v1`;
    const headers = { Origin: to.origin };
    const signedIn = await context.request.post(`${api}/sign-in/sample`, { data: { account: ACCOUNT }, headers });
    if (!signedIn.ok()) throw new Error(`${ACCOUNT} cannot sign in: ${signedIn.status()} ${await signedIn.text()}`);
    const page = await context.newPage();
    await page.goto(`${to.origin}/filing/`);
    const card = page.locator(`[data-visit="${visit.id}"]`);
    await card.getByRole("button", { name: "带走" }).click();
    await card.locator('[data-ready="true"]').waitFor();
    await page.waitForFunction("navigator.serviceWorker.controller !== null");
    await context.setOffline(true);
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
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

/** Gives the sample account to an inspector. */
async function isInspector({ pool, slug }: Opening, person: string): Promise<void> {
  const known = await accountByName(pool, ACCOUNT);
  const id = known?.id ?? (await addAccount(pool, { account: ACCOUNT, name: "检查人员", sample: true }));
  if (id === null) throw new Error(`${ACCOUNT} was made by somebody else meanwhile`);
  await setPerson(pool, id, slug, person);
}
