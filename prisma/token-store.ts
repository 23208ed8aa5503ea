/** API tokens of machines: random, shown once, kept as a hash; they end, and can be revoked. */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { Pool } from "./pool.js";

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

/** The token as it stands, its use noted; null where it is none of ours, has ended or was revoked. */
export async function useToken(pool: Pool, token: string): Promise<StoredToken | null> {
  if (!TOKEN.test(token)) return null;
  const text = `SELECT ${COLUMNS} FROM api_token WHERE hash = $1 AND revoked_at IS NULL AND expires_at > now()`;
  const { rows } = await pool.query<StoredToken>({ name: "token-by-hash", text, values: [hashOf(token)] });
  const [found] = rows;
  if (!found) return null;
  // To the minute: a write for every request would cost more than the request.
  if (found.lastUsedAt === null || Date.now() - found.lastUsedAt.getTime() > 60_000)
    await pool.query("UPDATE api_token SET last_used_at = now() WHERE id = $1", [found.id]);
  return found;
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
