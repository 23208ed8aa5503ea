/** What ends with an account's password, its second factor or itself. */
import { clientOf } from "../database/client.js";
import type { Pool } from "../database/pool.js";

/**
 * Ends all that opens an account without its password: sessions (but for one that is to go on), mailed links, sign-ins begun and
 * waiting for their second factor, API tokens and calendars. Whatever puts a sign-in in doubt ends all of it.
 */
export async function endEverything(pool: Pool, accountId: string, except: string | null = null): Promise<void> {
  const client = clientOf(pool);
  const revokedAt = new Date();
  const open = { accountId, revokedAt: null };
  await client.$transaction([
    client.authSession.deleteMany({
      where: { userId: accountId, ...(except === null ? {} : { id: { not: except } }) },
    }),
    // Whose a link is stands first in its value.
    client.authVerification.deleteMany({
      where: { OR: [{ value: accountId }, { value: { startsWith: `${accountId} ` } }] },
    }),
    client.apiToken.updateMany({ where: open, data: { revokedAt } }),
    client.calendarFeed.updateMany({ where: open, data: { revokedAt } }),
  ]);
}
