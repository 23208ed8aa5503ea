/** What a signed-in person proves anew: the hash of their password, the secret of their authenticator, each code once. */
import { clientOf } from "../database/client.js";
import type { Pool } from "../database/pool.js";
import { BY_PASSWORD } from "./account-store.js";

/** The hash of an account's password; null where it has none. */
export async function passwordHashOf(pool: Pool, accountId: string): Promise<string | null> {
  const row = await clientOf(pool).authCredential.findFirst({
    where: { userId: accountId, providerId: BY_PASSWORD },
    select: { password: true },
  });
  return row?.password ?? null;
}

/** The encrypted secret of an account's authenticator, enrolled or being enrolled; null where there is none. */
export async function secretOf(pool: Pool, accountId: string): Promise<string | null> {
  const row = await clientOf(pool).authSecondFactor.findUnique({
    where: { userId: accountId },
    select: { secret: true },
  });
  return row?.secret ?? null;
}

/**
 * Spends the code of a time step: false where that step's, or a later one's, was spent before (RFC 6238, 5.2). Of two requests with
 * one code at once, one gets true.
 */
export async function spendCounter(pool: Pool, accountId: string, counter: number): Promise<boolean> {
  const { count } = await clientOf(pool).authSecondFactor.updateMany({
    where: { userId: accountId, OR: [{ lastCounter: null }, { lastCounter: { lt: BigInt(counter) } }] },
    data: { lastCounter: BigInt(counter) },
  });
  return count === 1;
}

/** The session has had two factors from now on. */
export async function noteTwoFactors(pool: Pool, sessionId: string): Promise<void> {
  await clientOf(pool).authSession.updateMany({ where: { id: sessionId }, data: { twoFactors: true } });
}
