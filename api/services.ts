/** What routes work with. */
import type { Response } from "express";
import type { Logger } from "pino";
import { openPrisma, type PrismaClient } from "../prisma/client.js";
import { LetterStore } from "../prisma/letter-store.js";
import { DirectoryCache } from "../prisma/plan-store.js";
import type { Pool } from "../prisma/pool.js";
import { LedgerListener } from "./feed/ledger-listener.js";
import { PlanReader } from "./plan-view.js";
import { Standings } from "./standing/standings.js";

export interface Services {
  readonly log: Logger;
  readonly pool: Pool;
  readonly prisma: PrismaClient;
  readonly plans: PlanReader;
  readonly standings: Standings;
  readonly letters: LetterStore;
  readonly listener: LedgerListener;
  /** Responses that are streams: they last until their reader leaves. */
  readonly streams: Set<Response>;
  /** Ends all streams; their readers will come again. */
  endStreams(): void;
  /** Lets go of what this opened; the pool stays open. */
  close(): Promise<void>;
}

export function createServices(options: { readonly pool: Pool; readonly log: Logger }): Services {
  const { pool, log } = options;
  const prisma = openPrisma(pool);
  const streams = new Set<Response>();
  const endStreams = (): void => {
    for (const stream of streams) stream.end();
  };
  const listener = new LedgerListener(pool, (problem) => log.warn(problem));
  return {
    log,
    pool,
    prisma,
    plans: new PlanReader(pool),
    standings: new Standings(pool),
    letters: new LetterStore(pool, new DirectoryCache(pool)),
    listener,
    streams,
    endStreams,
    async close() {
      endStreams();
      await listener.close();
      await prisma.$disconnect();
    },
  };
}
