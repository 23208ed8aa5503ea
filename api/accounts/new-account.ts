/** Makes accounts: for the command line, the first start and rehearsals. Nobody makes one over HTTP. */
import { randomUUID } from "node:crypto";
import { mustChangePassword, noAddress } from "../../prisma/account-store.js";
import type { Pool } from "../../prisma/pool.js";
import { inTransaction } from "../../prisma/pool.js";
import { ACCOUNT_NAME } from "./auth.js";
import { hashPassword, oneTimePassword } from "./passwords.js";

export class AccountError extends Error {}

export interface NewAccount {
  /** What is typed to sign in; case does not matter. */
  readonly account: string;
  readonly name: string;
  readonly email?: string;
  readonly sample?: boolean;
}

/**
 * Makes an account. It has a one-time password, which is answered and kept nowhere; a sample account's is told to nobody.
 * Throws AccountError where the name will not do or is taken.
 */
export async function createAccount(
  pool: Pool,
  what: NewAccount,
): Promise<{ readonly id: string; readonly password: string }> {
  const account = what.account.toLowerCase();
  if (!ACCOUNT_NAME.test(account))
    throw new AccountError(
      `"${what.account}" is no account name: 3 to 64 letters a–z, digits, dots, dashes, underscores`,
    );
  const id = randomUUID();
  const password = oneTimePassword();
  const hash = await hashPassword(password);
  const made = await inTransaction(pool, async (connection) => {
    const { rowCount } = await connection.query(
      `INSERT INTO auth_user (id, name, email, username, must_change_password, sample) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT DO NOTHING`,
      [id, what.name, (what.email ?? noAddress(account)).toLowerCase(), account, !what.sample, what.sample ?? false],
    );
    if (rowCount !== 1) return false;
    await connection.query(
      "INSERT INTO auth_credential (id, user_id, account_id, provider_id, password) VALUES ($1, $2, $2, 'credential', $3)",
      [randomUUID(), id, hash],
    );
    return true;
  });
  if (made) return { id, password };
  throw new AccountError(`there is an account ${account} already, or one with its address`);
}

/** Gives an account another one-time password, for who forgot theirs. */
export async function giveOneTimePassword(pool: Pool, accountId: string): Promise<string> {
  const password = oneTimePassword();
  await pool.query(
    "UPDATE auth_credential SET password = $2, updated_at = now() WHERE user_id = $1 AND provider_id = 'credential'",
    [accountId, await hashPassword(password)],
  );
  await mustChangePassword(pool, accountId, true);
  return password;
}
