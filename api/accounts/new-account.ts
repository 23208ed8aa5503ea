/** Makes accounts: for the command line, the first start and rehearsals. Nobody makes one over HTTP. */
import { addAccount, type AddedAccount, setOneTimePassword } from "../../prisma/accounts/account-store.js";
import type { Pool } from "../../prisma/database/pool.js";
import { ACCOUNT_NAME } from "./auth.js";
import { hashPassword, oneTimePassword } from "./passwords.js";

export class AccountError extends Error {}

export type NewAccount = Omit<AddedAccount, "oneTimePassword">;

async function add(pool: Pool, what: AddedAccount): Promise<string> {
  const account = what.account.toLowerCase();
  if (!ACCOUNT_NAME.test(account))
    throw new AccountError(
      `"${what.account}" is no account name: 3 to 64 letters a–z, digits, dots, dashes, underscores`,
    );
  const id = await addAccount(pool, { ...what, account });
  if (id === null) throw new AccountError(`there is an account ${account} already, or one with its address`);
  return id;
}

/**
 * Makes an account with a one-time password, which is answered and kept nowhere. Throws AccountError where the name will not
 * do or is taken.
 */
export async function createAccount(
  pool: Pool,
  what: NewAccount,
): Promise<{ readonly id: string; readonly password: string }> {
  const password = oneTimePassword();
  return { id: await add(pool, { ...what, oneTimePassword: await hashPassword(password) }), password };
}

/** Makes an account that nobody signs in to with a password: a sample one, or a machine's. Throws AccountError. */
export function createWithoutPassword(pool: Pool, what: NewAccount): Promise<string> {
  return add(pool, what);
}

/** Gives an account another one-time password, for who forgot theirs; all its sessions end. */
export async function giveOneTimePassword(pool: Pool, accountId: string): Promise<string> {
  const password = oneTimePassword();
  await setOneTimePassword(pool, accountId, await hashPassword(password));
  return password;
}
