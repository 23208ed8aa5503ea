/** Which accounts need two factors before anything else (decision 0061). */
import { batched } from "../../prisma/database/batched.js";
import type { StoredAccount } from "../../prisma/accounts/account-store.js";
import type { Pool } from "../../prisma/database/pool.js";
import { livePlans } from "../../prisma/plans/plan-store.js";
import { isSensitive, SENSITIVE_ROLES } from "../rights/sensitive.js";
import type { PlanReader } from "../views/plan-view.js";

export type NeedsTwoFactors = (account: StoredAccount) => Promise<boolean>;

/** Asked of the plans that run live as they stand now: a role that somebody gained since counts at once. */
export function needsTwoFactors(pool: Pool, plans: PlanReader): NeedsTwoFactors {
  const live = batched(async (keys) => {
    const all = await livePlans(pool);
    return new Map(keys.map((key) => [key, all]));
  });
  return async ({ sample, grants, persons }) => {
    if (sample) return false;
    // The office itself signs in with two factors in a rehearsal too: its account is the one that goes live.
    if (grants.includes("office")) return true;
    const running = (await live("all")) ?? [];
    if (running.length > 0 && grants.some((grant) => (SENSITIVE_ROLES as readonly string[]).includes(grant)))
      return true;
    for (const { id, slug } of running) {
      const person = persons[slug];
      if (person !== undefined && isSensitive(await plans.view(id), person)) return true;
    }
    return false;
  };
}
