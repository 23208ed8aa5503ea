/** Accounts of machines: nobody signs in to them, they have tokens. */
import { DAY_MS } from "../../domain/plan/plan-date.js";
import { accountByName, addAccount, grant } from "./account-store.js";
import type { Pool } from "../database/pool.js";
import { issueToken, type TokenScope } from "./token-store.js";

/** A token of a machine's account, which is made where it is missing; what it may see and do follows from the grants. */
export async function machineToken(
  pool: Pool,
  what: {
    readonly account: string;
    readonly grants: readonly string[];
    readonly scopes: readonly TokenScope[];
    readonly days: number;
  },
): Promise<{ readonly id: string; readonly token: string }> {
  const { account, grants, scopes, days } = what;
  const accountId = (await accountByName(pool, account))?.id ?? (await addAccount(pool, { account, name: account }));
  if (accountId === null) throw new Error(`there is another account with the address of ${account}`);
  for (const role of grants) await grant(pool, accountId, role);
  const expiresAt = new Date(Date.now() + days * DAY_MS);
  // Whoever has the command line may do everything here.
  return issueToken(pool, { accountId, name: account, scopes, twoFactors: true, expiresAt });
}
