/**
 * The database's three roles. Migrations, rebuilds and restores run as the owner of the tables; API and worker as the
 * application, which can append to the ledger and to the audit log and change neither, nor switch their triggers off; auditors'
 * tools as the reader. Roles are the server's, privileges the database's: both are made here, as often as one likes.
 */
import pg from "pg";
import { type Client, quoteIdentifier, withClient } from "./connect.js";
import { APPEND_ONLY, type Privileges, wantedPrivileges } from "./grants.js";
import { migrate, pendingMigrations } from "./migrate.js";
import type { Queryable } from "./pool.js";

/** Where the database is, by role. With one address alone the owner and the application are the same. */
export interface DatabaseUrls {
  /** The application's: API, worker and commands that only read, or write as these do. */
  readonly databaseUrl: string;
  /** The owner's: migrations, rebuild, restore. */
  readonly databaseOwnerUrl: string;
  /** The reader's, where there is one. */
  readonly databaseReaderUrl: string | undefined;
}

/** Something about the roles that an operator must settle, in words. */
export class RoleError extends Error {
  constructor(message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options);
    this.name = "RoleError";
  }
}

/**
 * Brings the database to this release's schema as the owner and gives the roles what `grants.ts` says. Answers the migrations
 * applied now. Throws MigrationError and RoleError.
 */
export async function prepareDatabase(urls: DatabaseUrls): Promise<string[]> {
  const applied = await migrate(urls.databaseOwnerUrl).catch((error: unknown) => {
    if (codeOf(error) !== NOT_ALLOWED && codeOf((error as Error).cause) !== NOT_ALLOWED) throw error;
    throw new RoleError(
      `${loginOf(urls.databaseOwnerUrl).user} may not change the database's tables: set DATABASE_OWNER_URL to the role that owns them`,
      { cause: error },
    );
  });
  if (rolesApart(urls)) await giveRoles(urls);
  return applied;
}

/**
 * For commands beside the product: does what `prepareDatabase` does where anything is missing or the owner's address is known, so
 * that one with the application's address alone works on a database that is ready. Throws as `prepareDatabase` does.
 */
export async function bringUpToDate(urls: DatabaseUrls): Promise<void> {
  if (rolesApart(urls) || (await pendingMigrations(urls.databaseOwnerUrl)).length > 0) await prepareDatabase(urls);
}

/** Whether the application connects as another role than the owner. */
export const rolesApart = ({ databaseUrl, databaseOwnerUrl }: DatabaseUrls): boolean =>
  loginOf(databaseUrl).user !== loginOf(databaseOwnerUrl).user;

interface Login {
  readonly user: string;
  readonly password: string;
}

function loginOf(url: string): Login {
  const { username, password } = new URL(url);
  return { user: decodeURIComponent(username), password: decodeURIComponent(password) };
}

/** `duplicate_object`, and what the slower of two at once is told. */
const THERE_ALREADY = new Set(["42710", "23505"]);
const NOT_ALLOWED = "42501";
const WRONG_PASSWORD = "28P01";
const codeOf = (error: unknown): string | undefined => (error as { code?: string } | undefined)?.code;

async function giveRoles({ databaseUrl, databaseOwnerUrl, databaseReaderUrl }: DatabaseUrls): Promise<void> {
  const application = loginOf(databaseUrl);
  const reader = databaseReaderUrl === undefined ? null : loginOf(databaseReaderUrl);
  await withClient(databaseOwnerUrl, async (client) => {
    await ensureLogin(client, application, "DATABASE_URL");
    if (reader) await ensureLogin(client, reader, "DATABASE_READER_URL");
    await grant(client, "application", application.user);
    if (reader) await grant(client, "reader", reader.user);
    await refuseMighty(client, application.user, "DATABASE_URL");
    if (reader) await refuseMighty(client, reader.user, "DATABASE_READER_URL");
  });
  await ensurePassword(databaseOwnerUrl, databaseUrl, application, "DATABASE_URL");
  if (reader && databaseReaderUrl !== undefined)
    await ensurePassword(databaseOwnerUrl, databaseReaderUrl, reader, "DATABASE_READER_URL");
}

async function ensureLogin(client: Client, { user, password }: Login, setting: string): Promise<void> {
  const { rows } = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [user]);
  if (rows.length > 0) return;
  const name = quoteIdentifier(user);
  try {
    await client.query(
      `CREATE ROLE ${name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD ${pg.escapeLiteral(password)}`,
    );
  } catch (error) {
    const code = codeOf(error);
    if (code !== undefined && THERE_ALREADY.has(code)) return;
    if (code !== NOT_ALLOWED) throw error;
    throw new RoleError(
      `there is no role ${user} (${setting}), and the user of DATABASE_OWNER_URL may not create it: have an administrator run CREATE ROLE ${name} LOGIN PASSWORD '…', then run this again`,
      { cause: error },
    );
  }
}

/** A password that was changed in the settings is changed here too, where the owner may. */
async function ensurePassword(ownerUrl: string, url: string, login: Login, setting: string): Promise<void> {
  const connects = (): Promise<boolean> =>
    withClient(url, () => Promise.resolve(true)).catch((error: unknown) => {
      if (codeOf(error) === WRONG_PASSWORD) return false;
      throw error;
    });
  if (await connects()) return;
  try {
    await withClient(ownerUrl, (client) =>
      client.query(`ALTER ROLE ${quoteIdentifier(login.user)} PASSWORD ${pg.escapeLiteral(login.password)}`),
    );
  } catch (error) {
    if (codeOf(error) !== NOT_ALLOWED) throw error;
    throw new RoleError(
      `the server refuses the password of ${login.user} (${setting}), and the user of DATABASE_OWNER_URL may not change it: put the right one into ${setting}`,
      { cause: error },
    );
  }
  if (!(await connects()))
    throw new RoleError(`the server refuses ${login.user} (${setting}): see its pg_hba.conf, or name another role`);
}

/** Tables and views. */
const SCHEMA =
  "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v') ORDER BY relname";

/** Gives a role what the list says and takes what it doesn't, in one transaction; where all is so already it writes nothing. */
async function grant(client: Client, kind: "application" | "reader", user: string): Promise<void> {
  const role = quoteIdentifier(user);
  const { rows: tables } = await client.query<{ name: string }>(SCHEMA);
  const statements: string[] = [];
  const has = await privilegesOf(client, user);
  for (const { name } of tables) {
    const wanted = wantedPrivileges(name)[kind];
    if (samePrivileges(has.get(name), wanted)) continue;
    const table = quoteIdentifier(name);
    statements.push(`REVOKE ALL ON ${table} FROM ${role}`);
    const columns = has.get(name)?.columns ?? [];
    for (const each of columns) statements.push(`REVOKE ${inColumn(each)} ON ${table} FROM ${role}`);
    if (wanted.table.length > 0) statements.push(`GRANT ${wanted.table.join(", ")} ON ${table} TO ${role}`);
    if (wanted.columns.length > 0)
      statements.push(`GRANT ${wanted.columns.map(inColumn).join(", ")} ON ${table} TO ${role}`);
  }
  const { rows } = await client.query<{ may: boolean; all: boolean }>(
    `SELECT has_schema_privilege($1, 'public', 'USAGE') AS may, has_schema_privilege($1, 'public', 'CREATE') AS all`,
    [user],
  );
  if (rows[0]?.all)
    statements.push("REVOKE CREATE ON SCHEMA public FROM PUBLIC", `REVOKE CREATE ON SCHEMA public FROM ${role}`);
  if (!rows[0]?.may) statements.push(`GRANT USAGE ON SCHEMA public TO ${role}`);
  if (statements.length > 0) await client.query(`BEGIN; ${statements.join("; ")}; COMMIT`);
}

function inColumn(privilege: string): string {
  const [what = "", column = ""] = privilege.split(" ");
  return `${what} (${quoteIdentifier(column)})`;
}

const samePrivileges = (one: Privileges | undefined, other: Privileges): boolean =>
  JSON.stringify([one?.table ?? [], one?.columns ?? []]) === JSON.stringify([other.table, other.columns]);

/** What a role was given, by table: as the catalogue has it, sorted. Not what it has by owning a table or by being a superuser. */
export async function privilegesOf(on: Queryable, user: string): Promise<ReadonlyMap<string, Privileges>> {
  const { rows } = await on.query<{ name: string; table: string[]; columns: string[] }>(
    `SELECT c.relname AS name,
       ARRAY(SELECT a.privilege_type FROM aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee
         WHERE r.rolname = $1 ORDER BY a.privilege_type COLLATE "C") AS table,
       ARRAY(SELECT a.privilege_type || ' ' || t.attname FROM pg_attribute t, aclexplode(t.attacl) a JOIN pg_roles r ON r.oid = a.grantee
         WHERE t.attrelid = c.oid AND r.rolname = $1 ORDER BY (a.privilege_type || ' ' || t.attname) COLLATE "C") AS columns
     FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v') ORDER BY c.relname`,
    [user],
  );
  return new Map(rows.map(({ name, table, columns }) => [name, { table, columns }]));
}

/** By what a role could rewrite what is written once, in words; empty where it can't. */
export async function waysRound(on: Queryable, user: string | null = null): Promise<string[]> {
  const { rows } = await on.query<{ name: string; super: boolean; bypass: boolean; owned: string[]; may: string[] }>(
    `SELECT r.rolname AS name, r.rolsuper AS super,
       has_parameter_privilege(r.oid, 'session_replication_role', 'SET') AS bypass,
       ARRAY(SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY($2)
         AND pg_has_role(r.oid, c.relowner, 'MEMBER') ORDER BY 1) AS owned,
       ARRAY(SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY($2)
         AND (has_table_privilege(r.oid, c.oid, 'DELETE, TRUNCATE, TRIGGER') OR has_any_column_privilege(r.oid, c.oid, 'UPDATE'))
         ORDER BY 1) AS may
     FROM pg_roles r WHERE r.rolname = coalesce($1, current_user)`,
    [user, [...APPEND_ONLY]],
  );
  const [found] = rows;
  if (!found) return [];
  if (found.super) return [`${found.name} is a superuser`];
  const ways: string[] = [];
  if (found.owned.length > 0) ways.push(`${found.name} owns ${found.owned.join(", ")}`);
  else if (found.may.length > 0) ways.push(`${found.name} may change rows of ${found.may.join(", ")}`);
  if (found.bypass) ways.push(`${found.name} may set session_replication_role`);
  return ways;
}

async function refuseMighty(client: Client, user: string, setting: string): Promise<void> {
  const [way] = await waysRound(client, user);
  if (way === undefined) return;
  throw new RoleError(
    `${setting}: ${way}, so it could rewrite the ledger. Keep that role in DATABASE_OWNER_URL alone, and name another in ${setting}, e.g. duban_app: deploy:prepare makes it`,
  );
}

/** What is not protected where the application's role is the owner's, for who set it up so. */
export const ONE_ROLE =
  "one database role for everything: whoever has DATABASE_URL can switch the triggers off and rewrite ledger and audit log. Set DATABASE_OWNER_URL to the owner and DATABASE_URL to another role (docs/production.md)";
