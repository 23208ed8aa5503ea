/** API tokens of machines: random, shown once, kept as a hash; they end, and can be revoked. */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { ACCOUNT, type StoredAccount } from "./account-store.js";
import { batched } from "../database/batched.js";
import type { Pool } from "../database/pool.js";

/** What a token may be used for: to read, to act, to read the audit log. */
export const TOKEN_SCOPES = ["read", "act", "audit"] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

export interface StoredToken {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

/** Told apart from other secrets at sight, also by scanners of leaked ones. */
const PREFIX = "duban_";
const TOKEN = /^duban_[\w-]{43}$/;
const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");

const COLUMNS = `id, account_id AS "accountId", name, scopes, created_at AS "createdAt", expires_at AS "expiresAt",
  revoked_at AS "revokedAt", last_used_at AS "lastUsedAt"`;

/** Makes a token. What is answered as `token` is known to nobody else, and never again. */
export async function issueToken(
  pool: Pool,
  what: {
    readonly accountId: string;
    readonly name: string;
    readonly scopes: readonly TokenScope[];
    readonly expiresAt: Date;
  },
): Promise<{ readonly id: string; readonly token: string }> {
  const id = randomUUID();
  const token = `${PREFIX}${randomBytes(32).toString("base64url")}`;
  await pool.query(
    "INSERT INTO api_token (id, account_id, name, hash, scopes, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
    [id, what.accountId, what.name, hashOf(token), JSON.stringify(what.scopes), what.expiresAt],
  );
  return { id, token };
}

/** A token and whose it is. */
export interface UsedToken extends Pick<StoredToken, "name" | "scopes"> {
  readonly account: StoredAccount;
}

interface TokenRow extends StoredAccount, Pick<StoredToken, "scopes" | "lastUsedAt"> {
  readonly hash: string;
  readonly tokenId: string;
  readonly tokenName: string;
}

const USED = `SELECT t.hash, t.id AS "tokenId", t.name AS "tokenName", t.scopes, t.last_used_at AS "lastUsedAt", ${ACCOUNT}
  FROM api_token t JOIN auth_user u ON u.id = t.account_id
  WHERE t.hash = ANY($1) AND t.revoked_at IS NULL AND t.expires_at > now()`;

/** Uses tokens as they stand, and notes that; null where one is none of ours, has ended or was revoked. */
export function tokenUse(pool: Pool): (token: string) => Promise<UsedToken | null> {
  const byHash = batched(async (hashes) => {
    // Named, so that it is planned once: requests begin with it.
    const { rows } = await pool.query<TokenRow>({ name: "tokens-by-hash", text: USED, values: [hashes] });
    // To the minute: a write for every request would cost more than the request.
    const before = Date.now() - 60_000;
    const noted = rows.filter(({ lastUsedAt }) => lastUsedAt === null || lastUsedAt.getTime() < before);
    if (noted.length > 0)
      await pool.query("UPDATE api_token SET last_used_at = now() WHERE id = ANY($1)", [
        noted.map(({ tokenId }) => tokenId),
      ]);
    return new Map(rows.map((row) => [row.hash, row]));
  });
  return async (token) => {
    const found = TOKEN.test(token) ? await byHash(hashOf(token)) : null;
    if (!found) return null;
    const { hash: _hash, tokenId: _id, lastUsedAt: _lastUsedAt, tokenName, scopes, ...account } = found;
    return { name: tokenName, scopes, account };
  };
}

/** An account's tokens, the newest first. */
export async function tokensOf(pool: Pool, accountId: string): Promise<StoredToken[]> {
  const { rows } = await pool.query<StoredToken>(
    `SELECT ${COLUMNS} FROM api_token WHERE account_id = $1 ORDER BY created_at DESC, id`,
    [accountId],
  );
  return rows;
}

/** False where the account has no such token. A token that was revoked before stays so. */
export async function revokeToken(pool: Pool, accountId: string, id: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    "UPDATE api_token SET revoked_at = coalesce(revoked_at, now()) WHERE account_id = $1 AND id = $2",
    [accountId, id],
  );
  return rowCount === 1;
}
