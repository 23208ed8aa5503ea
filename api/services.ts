/** What routes work with. */
import type { Pool } from "../prisma/pool.js";
import type { PrismaClient } from "../prisma/client.js";
import type { PlanReader } from "./plan-view.js";

export interface Services {
  /** Names this build of the product: a newer one never answers with an older one's tags. */
  readonly build: string;
  readonly pool: Pool;
  readonly prisma: PrismaClient;
  readonly plans: PlanReader;
}
