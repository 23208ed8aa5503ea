/**
 * Prisma's typed client on the stores' own pool: one client per pool, made when it is first asked for. Everything that is
 * not a hot batch or beyond its language goes through it; recording and closing stay on `pg`, as their batches are single
 * statements, which Prisma would only pass through.
 */
import { PrismaPg } from "@prisma/adapter-pg";
import { type Prisma, PrismaClient } from "../generated/client.js";
import type { Pool } from "./pool.js";

export type { PrismaClient };

/** A client, or one of its transactions. */
export type Client = Prisma.TransactionClient;

/**
 * Milliseconds. The client's own limits of 2 and 5 s are shorter than the pool's wait for a connection and than a single slow
 * statement, which are to end first: their errors say what is wrong.
 */
const TRANSACTION = { maxWait: 6_000, timeout: 20_000 };

const clients = new WeakMap<Pool, PrismaClient>();

/** The pool's client. It holds no connections of its own, so it needs no closing: it ends with the pool. */
export function clientOf(pool: Pool): PrismaClient {
  const known = clients.get(pool);
  if (known) return known;
  const client = new PrismaClient({
    adapter: new PrismaPg(pool),
    // The longer formats quote the caller's source code, and with it the values that it passes.
    errorFormat: "minimal",
    transactionOptions: TRANSACTION,
  });
  clients.set(pool, client);
  return client;
}
