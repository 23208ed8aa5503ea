/** API tokens of machines: random, shown once, kept as a hash; they end, and can be revoked. */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { StoredAccount } from "./account-store.js";
import { batched } from "../database/batched.js";
import { clientOf } from "../database/client.js";
import { fromJson, toJson } from "../database/columns.js";
import * as sql from "../sql/accounts/statements.js";
import type { Pool } from "../database/pool.js";

/** What a token may be used for: to read, to act, to read the audit log. */
export const TOKEN_SCOPES = ["read", "act", "audit"] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

export interface StoredToken {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  /** Made by who had given two factors, or on the command line. */
  readonly twoFactors: boolean;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

/** Told apart from other secrets at sight, also by scanners of leaked ones. */
const PREFIX = "duban_";
const TOKEN = /^duban_[\w-]{43}$/;
const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");

const SHOWN = {
  id: true,
  accountId: true,
  name: true,
  scopes: true,
  twoFactors: true,
  createdAt: true,
  expiresAt: true,
  revokedAt: true,
  lastUsedAt: true,
} as const;

/** Makes a token. What is answered as `token` is known to nobody else, and never again. */
export async function issueToken(
  pool: Pool,
  what: {
    readonly accountId: string;
    readonly name: string;
    readonly scopes: readonly TokenScope[];
    readonly twoFactors: boolean;
    readonly expiresAt: Date;
  },
): Promise<{ readonly id: string; readonly token: string }> {
  const id = randomUUID();
  const token = `${PREFIX}${randomBytes(32).toString("base64url")}`;
  const { accountId, name, scopes, twoFactors, expiresAt } = what;
  await clientOf(pool).apiToken.create({
    data: { id, accountId, name, hash: hashOf(token), scopes: toJson(scopes), twoFactors, expiresAt },
  });
  return { id, token };
}

/** A token and whose it is. */
export interface UsedToken extends Pick<StoredToken, "name" | "scopes" | "twoFactors"> {
  readonly account: StoredAccount;
}

/** Uses tokens as they stand, and notes that; null where one is none of ours, has ended or was revoked. */
export function tokenUse(pool: Pool): (token: string) => Promise<UsedToken | null> {
  const byHash = batched(async (hashes) => {
    const rows = await sql.callers.run(pool, { sessions: [], tokens: hashes });
    // To the minute: a write for every request would cost more than the request.
    const before = Date.now() - 60_000;
    const noted = rows.filter(({ lastUsedAt }) => lastUsedAt === null || lastUsedAt.getTime() < before);
    if (noted.length > 0)
      await clientOf(pool).apiToken.updateMany({
        where: { hash: { in: noted.map(({ key }) => key) } },
        data: { lastUsedAt: new Date() },
      });
    return new Map(rows.map((row) => [row.key, row]));
  });
  return async (token) => {
    const found = TOKEN.test(token) ? await byHash(hashOf(token)) : null;
    if (!found) return null;
    const { key: _key, lastUsedAt: _lastUsedAt, cameId: _id, cameBy: _by, cameAt: _at, ...rest } = found;
    const { tokenName, scopes, twoFactors, ...account } = rest;
    return { name: tokenName ?? "", scopes: scopes ?? [], twoFactors, account };
  };
}

/** An account's tokens, the newest first. */
export async function tokensOf(pool: Pool, accountId: string): Promise<StoredToken[]> {
  const rows = await clientOf(pool).apiToken.findMany({
    where: { accountId },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    select: SHOWN,
  });
  return rows.map((row) => ({ ...row, scopes: fromJson<TokenScope[]>(row.scopes) }));
}

/** Revokes a token, whosever it is. Answers its account; null where there is none such. */
export async function revokeAnyToken(pool: Pool, id: string): Promise<string | null> {
  const found = await clientOf(pool).apiToken.findUnique({ where: { id }, select: { accountId: true } });
  if (found) await revokeToken(pool, found.accountId, id);
  return found?.accountId ?? null;
}

/** False where the account has no such token. A token that was revoked before stays so. */
export async function revokeToken(pool: Pool, accountId: string, id: string): Promise<boolean> {
  const { apiToken } = clientOf(pool);
  const where = { accountId, id };
  await apiToken.updateMany({ where: { ...where, revokedAt: null }, data: { revokedAt: new Date() } });
  return (await apiToken.count({ where })) === 1;
}
