/** Somebody of a plan's roster at the page that an API process serves, in a real browser. */
import type { BrowserContext, CDPSession, Page } from "playwright-core";
import { accountByName, addAccount, setPerson } from "../prisma/accounts/account-store.js";
import type { Pool } from "../prisma/database/pool.js";

/** A small machine's share of this one's processor: 1 / SLOWER. */
export const SLOWER = 4;

export interface Visited {
  readonly pool: Pool;
  readonly origin: string;
  /** By which accounts know the plan. */
  readonly slug: string;
}

/** Signs in by a sample account: a rehearsal's people sign in without a password. */
export async function signIn(context: BrowserContext, to: Visited, account: string, person: string): Promise<void> {
  const known = await accountByName(to.pool, account);
  const id = known?.id ?? (await addAccount(to.pool, { account, name: "试用人员", sample: true }));
  if (id === null) throw new Error(`${account} was made by somebody else meanwhile`);
  await setPerson(to.pool, id, to.slug, person);
  const headers = { Origin: to.origin };
  const url = `${to.origin}/api/v1/sign-in/sample`;
  const signedIn = await context.request.post(url, { data: { account }, headers });
  if (!signedIn.ok()) throw new Error(`${account} cannot sign in: ${signedIn.status()} ${await signedIn.text()}`);
}

/** From here on the page runs on a processor so many times slower. */
export async function slowDown(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  return session;
}
