/**
 * Prisma's typed client on the stores' own pool, for reads that lists and screens make. Recording and closing stay on
 * `pg`: their batches are single statements, which Prisma would only pass through: 2,000 rows by one statement with a JSON
 * parameter took 30 ms, by `createMany` 274.
 */
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "../generated/client.js";
import type { Pool } from "./pool.js";

export type { PrismaClient };

/** Closing the client leaves the pool open. */
export function openPrisma(pool: Pool): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) });
}
