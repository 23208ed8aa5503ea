/** What routes work with. */
import type { Logger } from "pino";
import { openPrisma, type PrismaClient } from "../prisma/client.js";
import { LetterStore } from "../prisma/letter-store.js";
import { DirectoryCache } from "../prisma/plan-store.js";
import type { Pool } from "../prisma/pool.js";
import { LedgerListener } from "./feed/ledger-listener.js";
import { PlanReader } from "./plan-view.js";
import { Standings } from "./standing/standings.js";

export interface Services {
  /** Names this build of the product: a newer one never answers with an older one's tags. */
  readonly build: string;
  readonly log: Logger;
  readonly pool: Pool;
  readonly prisma: PrismaClient;
  readonly plans: PlanReader;
  readonly standings: Standings;
  readonly letters: LetterStore;
  readonly listener: LedgerListener;
  /** Lets go of what this opened; the pool stays open. */
  close(): Promise<void>;
}

export function createServices(options: {
  readonly pool: Pool;
  readonly build: string;
  readonly log: Logger;
}): Services {
  const { pool, build, log } = options;
  const prisma = openPrisma(pool);
  const listener = new LedgerListener(pool, (problem) => log.warn(problem));
  return {
    build,
    log,
    pool,
    prisma,
    plans: new PlanReader(pool),
    standings: new Standings(pool),
    letters: new LetterStore(pool, new DirectoryCache(pool)),
    listener,
    async close() {
      await listener.close();
      await prisma.$disconnect();
    },
  };
}
