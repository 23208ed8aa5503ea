/** All activities over what they depend on, so that a test gives its own database. */
import { LedgerStore } from "../prisma/ledger-store.js";
import type { Pool } from "../prisma/pool.js";
import type { PlanActivities, RecordActivities } from "./contract.js";
import { planActivities } from "./plans.js";
import { recordActivities } from "./record.js";

export function createActivities(deps: { readonly pool: Pool }): PlanActivities & RecordActivities {
  const plans = planActivities(deps);
  return { ...plans, ...recordActivities({ ledger: new LedgerStore(deps.pool), plans }) };
}
