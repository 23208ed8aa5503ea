/** Accounts beside what better-auth keeps of them: who they are in plans, what is granted to them, and their state. */
import { randomUUID } from "node:crypto";
import { batched } from "../database/batched.js";
import { inTransaction, type Pool } from "../database/pool.js";

export interface StoredAccount {
  readonly id: string;
  /** What is typed to sign in. */
  readonly account: string;
  readonly name: string;
  /** The account's own address; null where it has none. */
  readonly email: string | null;
  readonly sample: boolean;
  readonly disabled: boolean;
  readonly mustChangePassword: boolean;
  readonly secondFactor: boolean;
  /** False for machines and sample accounts, and for who comes in by single sign-on alone. */
  readonly hasPassword: boolean;
  readonly grants: readonly string[];
  /** Person in the roster by plan slug. */
  readonly persons: Readonly<Record<string, string>>;
}

/** Addresses of nobody: better-auth wants one of every account. */
export const noAddress = (account: string): string => `${account}@account.invalid`;

/** The columns of a StoredAccount, of the user `u`. */
export const ACCOUNT = `u.id, u.username AS account, u.name, CASE WHEN u.email NOT LIKE '%@account.invalid' THEN u.email END AS email,
  u.sample, u.disabled_at IS NOT NULL AS disabled, u.must_change_password AS "mustChangePassword",
  coalesce(u.two_factor_enabled, false) AS "secondFactor",
  EXISTS (SELECT FROM auth_credential c WHERE c.user_id = u.id AND c.password IS NOT NULL) AS "hasPassword",
  coalesce((SELECT jsonb_agg(g.role ORDER BY g.role) FROM account_grant g WHERE g.account_id = u.id), '[]') AS grants,
  coalesce((SELECT jsonb_object_agg(p.slug, p.person) FROM account_person p WHERE p.account_id = u.id), '{}') AS persons`;

export interface AddedAccount {
  /** In lower case. */
  readonly account: string;
  readonly name: string;
  readonly email?: string;
  readonly sample?: boolean;
  /** A hash, to be changed at first sign-in; absent: nobody signs in with one. */
  readonly oneTimePassword?: string;
}

/** Adds an account and answers its id; null where the name or the address is taken. */
export async function addAccount(pool: Pool, what: AddedAccount): Promise<string | null> {
  const { account, name, email = noAddress(account), sample = false, oneTimePassword = null } = what;
  return inTransaction(pool, async (connection) => {
    const id = randomUUID();
    const { rowCount } = await connection.query(
      `INSERT INTO auth_user (id, name, email, username, must_change_password, sample) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT DO NOTHING`,
      [id, name, email.toLowerCase(), account, oneTimePassword !== null, sample],
    );
    if (rowCount !== 1) return null;
    if (oneTimePassword !== null)
      await connection.query(
        "INSERT INTO auth_credential (id, user_id, account_id, provider_id, password) VALUES ($1, $2, $2, 'credential', $3)",
        [randomUUID(), id, oneTimePassword],
      );
    return id;
  });
}

/** Gives an account another password, by its hash, which is to be changed at first sign-in. */
export async function setOneTimePassword(pool: Pool, accountId: string, hash: string): Promise<void> {
  await inTransaction(pool, async (connection) => {
    const { rowCount } = await connection.query(
      "UPDATE auth_credential SET password = $2, updated_at = now() WHERE user_id = $1 AND provider_id = 'credential'",
      [accountId, hash],
    );
    if (rowCount === 0)
      await connection.query(
        "INSERT INTO auth_credential (id, user_id, account_id, provider_id, password) VALUES ($1, $2, $2, 'credential', $3)",
        [randomUUID(), accountId, hash],
      );
    await connection.query("UPDATE auth_user SET must_change_password = true, updated_at = now() WHERE id = $1", [
      accountId,
    ]);
    await connection.query("DELETE FROM auth_session WHERE user_id = $1", [accountId]);
  });
}

export async function accountById(pool: Pool, id: string): Promise<StoredAccount | null> {
  const text = `SELECT ${ACCOUNT} FROM auth_user u WHERE u.id = $1`;
  const { rows } = await pool.query<StoredAccount>({ name: "account-by-id", text, values: [id] });
  return rows[0] ?? null;
}

/** By what is typed to sign in, in any case of its letters. */
export async function accountByName(pool: Pool, account: string): Promise<StoredAccount | null> {
  const { rows } = await pool.query<StoredAccount>(`SELECT ${ACCOUNT} FROM auth_user u WHERE u.username = lower($1)`, [
    account,
  ]);
  return rows[0] ?? null;
}

const OF_SESSIONS = `SELECT s.token, ${ACCOUNT} FROM auth_session s JOIN auth_user u ON u.id = s.user_id
  WHERE s.token = ANY($1) AND s.expires_at > now()`;

/** Reads the accounts of unexpired sessions, by the tokens in their cookies. */
export function accountsOfSessions(pool: Pool): (token: string) => Promise<StoredAccount | null> {
  return batched(async (tokens) => {
    type Row = StoredAccount & { readonly token: string };
    // Named, so that it is planned once: requests begin with it.
    const { rows } = await pool.query<Row>({ name: "accounts-of-sessions", text: OF_SESSIONS, values: [tokens] });
    return new Map(rows.map(({ token, ...account }) => [token, account]));
  });
}

export async function listAccounts(pool: Pool): Promise<StoredAccount[]> {
  const { rows } = await pool.query<StoredAccount>(
    `SELECT ${ACCOUNT} FROM auth_user u ORDER BY u.sample, u.username COLLATE "C"`,
  );
  return rows;
}

/** Whether anybody but sample accounts may sign in. */
export async function hasAccounts(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query("SELECT EXISTS (SELECT FROM auth_user WHERE NOT sample) AS there");
  return rows[0].there;
}

export async function grant(pool: Pool, accountId: string, role: string): Promise<void> {
  await pool.query("INSERT INTO account_grant (account_id, role) VALUES ($1, $2) ON CONFLICT DO NOTHING", [
    accountId,
    role,
  ]);
}

export async function revokeGrant(pool: Pool, accountId: string, role: string): Promise<void> {
  await pool.query("DELETE FROM account_grant WHERE account_id = $1 AND role = $2", [accountId, role]);
}

/** Says who an account is in the plans of a slug; null: nobody. */
export async function setPerson(pool: Pool, accountId: string, slug: string, person: string | null): Promise<void> {
  await pool.query("DELETE FROM account_person WHERE account_id = $1 AND slug = $2", [accountId, slug]);
  if (person === null) return;
  await pool.query("INSERT INTO account_person (account_id, slug, person) VALUES ($1, $2, $3)", [
    accountId,
    slug,
    person,
  ]);
}

/** Shuts an account out, its sessions and tokens with it, or lets it in again. */
export async function setDisabled(pool: Pool, accountId: string, disabled: boolean): Promise<void> {
  await pool.query("UPDATE auth_user SET disabled_at = CASE WHEN $2 THEN now() END, updated_at = now() WHERE id = $1", [
    accountId,
    disabled,
  ]);
  if (disabled) await endSessions(pool, accountId);
}

export async function endSessions(pool: Pool, accountId: string): Promise<void> {
  await pool.query("DELETE FROM auth_session WHERE user_id = $1", [accountId]);
}

export async function mustChangePassword(pool: Pool, accountId: string, must: boolean): Promise<void> {
  await pool.query("UPDATE auth_user SET must_change_password = $2, updated_at = now() WHERE id = $1", [
    accountId,
    must,
  ]);
}

/** Forgets the second factor: who lost it enrols anew. */
export async function forgetSecondFactor(pool: Pool, accountId: string): Promise<void> {
  await pool.query(
    `WITH gone AS (DELETE FROM auth_second_factor WHERE user_id = $1)
     UPDATE auth_user SET two_factor_enabled = false, updated_at = now() WHERE id = $1`,
    [accountId],
  );
}
