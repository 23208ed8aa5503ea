/** Addresses that were asked for and wait to be confirmed: one for an account, by the hash of its link's token. */
import { randomUUID } from "node:crypto";
import { clientOf } from "../database/client.js";
import type { Pool } from "../database/pool.js";

const identifierOf = (hash: string): string => `address:${hash}`;

/** Whose it is stands first in the value: what ends an account's sign-ins ends this too (session-store.ts). */
export async function askAddress(
  pool: Pool,
  accountId: string,
  address: string,
  { hash, expiresAt }: { readonly hash: string; readonly expiresAt: Date },
): Promise<void> {
  const { authVerification } = clientOf(pool);
  await authVerification.deleteMany({
    where: { value: { startsWith: `${accountId} ` }, identifier: { startsWith: identifierOf("") } },
  });
  await authVerification.create({
    data: { id: randomUUID(), identifier: identifierOf(hash), value: `${accountId} ${address}`, expiresAt },
  });
}

/** The address that an account asked for, by its link's token, once; null where there is none. */
export async function takeAskedAddress(pool: Pool, accountId: string, hash: string): Promise<string | null> {
  const { authVerification } = clientOf(pool);
  const found = await authVerification.findFirst({
    where: { identifier: identifierOf(hash), value: { startsWith: `${accountId} ` }, expiresAt: { gt: new Date() } },
  });
  if (!found) return null;
  const { count } = await authVerification.deleteMany({ where: { id: found.id } });
  return count === 1 ? found.value.slice(accountId.length + 1) : null;
}
