/** Which subject of the identity provider an account is: one, linked at its first sign-in there or on the command line. */
import { randomUUID } from "node:crypto";
import { clientOf } from "../database/client.js";
import type { Pool } from "../database/pool.js";
import { isDuplicate } from "../database/refusal.js";

/** The provider, as better-auth names it. */
export const SSO = "sso";

/** The subject that an account is linked to; null where it has not come in by single sign-on. */
export async function subjectOf(pool: Pool, accountId: string): Promise<string | null> {
  const row = await clientOf(pool).authCredential.findFirst({
    where: { userId: accountId, providerId: SSO },
    select: { accountId: true },
  });
  return row?.accountId ?? null;
}

/** The subjects of all accounts that are linked, by account id. */
export async function linkedSubjects(pool: Pool): Promise<ReadonlyMap<string, string>> {
  const rows = await clientOf(pool).authCredential.findMany({
    where: { providerId: SSO },
    select: { userId: true, accountId: true },
  });
  return new Map(rows.map(({ userId, accountId }) => [userId, accountId]));
}

/** The account that a subject is linked to; null for none. */
export async function accountOfSubject(pool: Pool, subject: string): Promise<string | null> {
  const row = await clientOf(pool).authCredential.findUnique({
    where: { providerId_accountId: { providerId: SSO, accountId: subject } },
    select: { userId: true },
  });
  return row?.userId ?? null;
}

/** False where the account has a subject already, or the subject another account. */
export async function linkSubject(pool: Pool, accountId: string, subject: string): Promise<boolean> {
  try {
    await clientOf(pool).authCredential.create({
      data: { id: randomUUID(), userId: accountId, providerId: SSO, accountId: subject },
    });
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

/** False where the account had none. */
export async function unlinkSubject(pool: Pool, accountId: string): Promise<boolean> {
  const { count } = await clientOf(pool).authCredential.deleteMany({ where: { userId: accountId, providerId: SSO } });
  return count > 0;
}
