/** Sessions: how each began, where it is used, and how it ends. better-auth makes the rows; what ends them early is here. */
import { batched } from "../database/batched.js";
import { clientOf } from "../database/client.js";
import type { Pool } from "../database/pool.js";
import * as sql from "../sql/accounts/statements.js";
import type { StoredAccount } from "./account-store.js";

/** The ways in. A recovery code is a second factor of the first. */
export const CAME_BY = ["password", "singleSignOn", "sample"] as const;
export type CameBy = (typeof CAME_BY)[number];

const cameByOf = (text: string | null): CameBy => CAME_BY.find((one) => one === text) ?? "password";

/** A session as its owner sees it in the list. */
export interface StoredSession {
  readonly id: string;
  readonly cameBy: CameBy;
  readonly twoFactors: boolean;
  readonly beganAt: Date;
  readonly endsAt: Date;
  /** To the minute; null where nothing was asked since it began. */
  readonly lastUsedAt: Date | null;
  /** Network address from which it began; null where that is not known. */
  readonly address: string | null;
  /** The browser, as it names itself. */
  readonly userAgent: string | null;
}

/** A session as a request comes with it, and whose it is. */
export interface UsedSession extends Pick<StoredSession, "id" | "cameBy" | "twoFactors" | "beganAt"> {
  readonly account: StoredAccount;
}

/** To the minute: a write for every request would cost more than the request. */
const NOTED_EVERY = 60_000;

/** Uses unexpired sessions by the tokens in their cookies, and notes that; null where there is none. */
export function sessionUse(pool: Pool): (token: string) => Promise<UsedSession | null> {
  const byToken = batched(async (sessions) => {
    const rows = await sql.callers.run(pool, { sessions, tokens: [] });
    const before = Date.now() - NOTED_EVERY;
    const noted = rows.filter(({ lastUsedAt }) => lastUsedAt === null || lastUsedAt.getTime() < before);
    if (noted.length > 0)
      await clientOf(pool).authSession.updateMany({
        where: { token: { in: noted.map(({ key }) => key) } },
        data: { lastUsedAt: new Date() },
      });
    return new Map(rows.map((row) => [row.key, row]));
  });
  return async (token) => {
    const found = await byToken(token);
    if (!found) return null;
    const { key: _key, cameId, cameBy, cameAt, twoFactors, tokenName: _name, scopes: _scopes, ...rest } = found;
    const { lastUsedAt: _lastUsedAt, ...account } = rest;
    return { id: cameId, cameBy: cameByOf(cameBy), beganAt: cameAt, twoFactors, account };
  };
}

/** An account's open sessions, the newest first. */
export async function sessionsOf(pool: Pool, accountId: string): Promise<StoredSession[]> {
  const rows = await clientOf(pool).authSession.findMany({
    where: { userId: accountId, expiresAt: { gt: new Date() } },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
  });
  return rows.map((row) => ({
    id: row.id,
    cameBy: cameByOf(row.cameBy),
    twoFactors: row.twoFactors,
    beganAt: row.createdAt,
    endsAt: row.expiresAt,
    lastUsedAt: row.lastUsedAt,
    address: row.ipAddress === "" ? null : row.ipAddress,
    userAgent: row.userAgent === "" ? null : row.userAgent,
  }));
}

/** False where the account has no such session. */
export async function endSession(pool: Pool, accountId: string, id: string): Promise<boolean> {
  const { count } = await clientOf(pool).authSession.deleteMany({ where: { userId: accountId, id } });
  return count === 1;
}

/** Ends an account's sessions, but for one that is to go on. Answers how many. */
export async function endSessions(pool: Pool, accountId: string, except: string | null = null): Promise<number> {
  const other = except === null ? {} : { id: { not: except } };
  const { count } = await clientOf(pool).authSession.deleteMany({ where: { userId: accountId, ...other } });
  return count;
}

/** Removes sessions, links and challenges that have ended by themselves. */
export async function sweepSignIns(pool: Pool, now = new Date()): Promise<void> {
  const client = clientOf(pool);
  const over = { where: { expiresAt: { lt: now } } };
  await client.authSession.deleteMany(over);
  await client.authVerification.deleteMany(over);
}
