/** The database's three roles: what each may do, that nobody gets round it, and how they are made. */
import { randomUUID } from "node:crypto";
import { readdir } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asRole, createDatabase, databaseUrl, dropDatabase } from "../../../embedded/postgres.js";
import { type Client, createClient, quoteIdentifier, withClient } from "../../../prisma/database/connect.js";
import { APPEND_ONLY, GRANTS, VIEWS, wantedPrivileges } from "../../../prisma/database/grants.js";
import { migrate } from "../../../prisma/database/migrate.js";
import { bringUpToDate, prepareDatabase, privilegesOf, RoleError, waysRound } from "../../../prisma/database/roles.js";
import type { StatementShape } from "../../../prisma/sql/statement.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";

const REFUSED = "42501";

let database: TestDatabase;
let application: Client;
let reader: Client;
beforeAll(async () => {
  database = await freshDatabase();
  const urls = await database.roles();
  application = createClient(urls.databaseUrl);
  reader = createClient(urls.databaseReaderUrl);
  await Promise.all([application.connect(), reader.connect()]);
});
afterAll(async () => {
  await Promise.all([application.end(), reader.end()]);
  await database.drop();
});

const codeOf = (run: Promise<unknown>): Promise<string | undefined> =>
  run.then(
    () => "done",
    (error: { code?: string }) => error.code,
  );

describe("the list of grants", () => {
  it.each([
    ["table", GRANTS, "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"],
    ["view", VIEWS, "SELECT viewname AS name FROM pg_views WHERE schemaname = 'public'"],
  ])("has every %s of the database, and no other", async (_, listed, sql) => {
    const { rows } = await database.pool.query<{ name: string }>(sql);
    expect(Object.keys(listed).sort()).toEqual(rows.map(({ name }) => name).sort());
  });

  it.each([
    ["application", "duban_app"],
    ["reader", "duban_reader"],
  ] as const)("is what the catalogue says of the %s", async (kind, user) => {
    const found = await privilegesOf(database.pool, user);
    const wanted = Object.keys({ ...GRANTS, ...VIEWS }).map((table) => [table, wantedPrivileges(table)[kind]] as const);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
  });

  it("lets the application change nothing that is written once", () => {
    for (const table of APPEND_ONLY)
      expect(wantedPrivileges(table).application).toEqual({ table: ["INSERT", "SELECT"], columns: [] });
  });

  const SQL = fileURLToPath(new URL("../../../prisma/sql/", import.meta.url));
  it("lets the application run every statement of prisma/sql", async () => {
    const files = (await readdir(SQL, { recursive: true })).filter((file) => file.endsWith("statements.ts"));
    const modules: Record<string, StatementShape>[] = await Promise.all(
      files.map((file) => import(pathToFileURL(SQL + file).href)),
    );
    const refused: string[] = [];
    for (const { name, text } of modules.flatMap((module) => Object.values(module)))
      await application
        .query(`EXPLAIN (GENERIC_PLAN) ${text}`)
        .catch((error: Error) => refused.push(`${name}: ${error.message}`));
    expect(refused).toEqual([]);
  });
});

describe("the application", () => {
  it.each(APPEND_ONLY)("can't rewrite %s, whatever it tries", async (table) => {
    // The last one: an audit row's number is nobody's to write.
    const column = (await application.query(`SELECT * FROM ${table} LIMIT 0`)).fields.at(-1);
    for (const statement of [
      `UPDATE ${table} SET ${column?.name} = ${column?.name}`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table}`,
      `ALTER TABLE ${table} DISABLE TRIGGER ALL`,
      `ALTER TABLE ${table} ADD COLUMN more text`,
      `DROP TABLE ${table}`,
      `CREATE TRIGGER mine BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
    ])
      expect([statement, await codeOf(application.query(statement))]).toEqual([statement, REFUSED]);
  });

  it("can't switch triggers off for its session, make tables, or become the owner", async () => {
    for (const statement of [
      "SET session_replication_role = replica",
      "CREATE TABLE mine (id text)",
      "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
      "SET ROLE postgres",
      "ALTER ROLE duban_app SUPERUSER",
    ])
      expect([statement, await codeOf(application.query(statement))]).toEqual([statement, REFUSED]);
    expect(await waysRound(application)).toEqual([]);
  });

  it("changes of a letter how it goes, and not what it tells", async () => {
    expect(await codeOf(application.query("UPDATE letter SET state = 'sent'"))).toBe("done");
    for (const column of ["notices", "document_no", "message_id", "person", "plan_day"])
      expect(await codeOf(application.query(`UPDATE letter SET ${column} = ${column}`))).toBe(REFUSED);
    expect(await codeOf(application.query("DELETE FROM letter"))).toBe(REFUSED);
  });
});

describe("the reader", () => {
  it("reads the plans, and no secret of anybody's sign-in", async () => {
    expect(await codeOf(reader.query("SELECT * FROM ledger"))).toBe("done");
    expect(await codeOf(reader.query("SELECT * FROM audit_event"))).toBe("done");
    expect(await codeOf(reader.query("SELECT id, name FROM auth_user"))).toBe("done");
    for (const table of ["auth_credential", "auth_session", "auth_second_factor", "auth_verification", "api_token"])
      expect([table, await codeOf(reader.query(`SELECT * FROM ${table}`))]).toEqual([table, REFUSED]);
    expect(await codeOf(reader.query("SELECT email FROM auth_user"))).toBe(REFUSED);
  });

  it("writes nowhere", async () => {
    for (const table of Object.keys({ ...GRANTS, ...VIEWS }))
      expect([table, await codeOf(reader.query(`INSERT INTO ${quoteIdentifier(table)} DEFAULT VALUES`))]).toEqual([
        table,
        REFUSED,
      ]);
  });
});

describe("triggers", () => {
  it("refuse also the owner, also in a session that calls itself a replica", async () => {
    await withClient(database.url, async (owner) => {
      await owner.query(
        `INSERT INTO plan (id, slug, title, mode, opened_at) VALUES ('p', 'p', 'p', 'live', 0);
         INSERT INTO plan_document (plan_id, kind, version, content) VALUES ('p', 'plan', 1, '{}');
         INSERT INTO action_request (account_id, key, plan_id, action, hash) VALUES ('a', 'k', 'p', 'report', 'h');
         SET session_replication_role = replica`,
      );
      const refused = "23001";
      expect(await codeOf(owner.query("UPDATE plan_document SET content = '[]'"))).toBe(refused);
      expect(await codeOf(owner.query("DELETE FROM plan_document"))).toBe(refused);
      expect(await codeOf(owner.query("TRUNCATE evidence"))).toBe(refused);
      expect(await codeOf(owner.query("TRUNCATE ledger CASCADE"))).toBe(refused);
      // A request: answered once.
      expect(await codeOf(owner.query("UPDATE action_request SET hash = 'other'"))).toBe(refused);
      expect(await codeOf(owner.query("UPDATE action_request SET answer = '[]'"))).toBe("done");
      expect(await codeOf(owner.query("UPDATE action_request SET answer = '[1]'"))).toBe(refused);
      expect(await codeOf(owner.query("DELETE FROM action_request"))).toBe(refused);
    });
  });
});

describe("making the roles", () => {
  const server = process.env["DUBAN_TEST_DATABASE_URL"] ?? "";
  const unique = (): string => randomUUID().slice(0, 8);

  /** A database whose owner is no superuser, as one is given by whoever runs the server. */
  async function ownedBy(rights: string): Promise<{ readonly ownerUrl: string; readonly drop: () => Promise<void> }> {
    const [user, name] = [`own_${unique()}`, `owned_${unique()}`];
    const url = await createDatabase(server, name);
    await withClient(server, (client) =>
      client.query(`CREATE ROLE ${user} LOGIN PASSWORD 'x' ${rights}; GRANT SET ON PARAMETER log_statement TO ${user}`),
    );
    await withClient(url, (client) =>
      client.query(`ALTER DATABASE ${name} OWNER TO ${user}; ALTER SCHEMA public OWNER TO ${user}`),
    );
    return {
      ownerUrl: asRole(url, { user, password: "x" }),
      async drop() {
        await dropDatabase(server, name);
        await withClient(server, (client) =>
          client.query(`REVOKE SET ON PARAMETER log_statement FROM ${user}; DROP OWNED BY ${user}; DROP ROLE ${user}`),
        );
      },
    };
  }

  it("takes a database that had one role, as often as one likes, and follows a changed password", async () => {
    const { ownerUrl, drop } = await ownedBy("CREATEROLE");
    const app = `app_${unique()}`;
    const as = (password: string) => ({
      databaseOwnerUrl: ownerUrl,
      databaseUrl: asRole(ownerUrl, { user: app, password }),
      databaseReaderUrl: undefined,
    });
    try {
      // As a release of before left it.
      expect((await migrate(ownerUrl)).length).toBeGreaterThan(10);
      expect(await prepareDatabase(as("one"))).toEqual([]);
      const before = await withClient(ownerUrl, (client) =>
        client.query(
          "SELECT relname, xmin::text, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1",
        ),
      );
      expect(await prepareDatabase(as("one"))).toEqual([]);
      const after = await withClient(ownerUrl, (client) =>
        client.query(
          "SELECT relname, xmin::text, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1",
        ),
      );
      expect(after.rows).toEqual(before.rows);
      await prepareDatabase(as("two"));
      await withClient(as("two").databaseUrl, async (client) => {
        expect(await waysRound(client)).toEqual([]);
        expect(await codeOf(client.query("DELETE FROM ledger"))).toBe(REFUSED);
      });
      // What somebody gave by hand is taken away again.
      await withClient(ownerUrl, (client) =>
        client.query(`GRANT DELETE ON ledger TO ${app}; GRANT UPDATE (at) ON ledger TO ${app}`),
      );
      await prepareDatabase(as("two"));
      expect((await withClient(ownerUrl, (client) => privilegesOf(client, app))).get("ledger")).toEqual({
        table: ["INSERT", "SELECT"],
        columns: [],
      });
      // With the application's address alone: nothing is missing, so nothing has to be done; else it says who could.
      const alone = {
        databaseOwnerUrl: as("two").databaseUrl,
        databaseUrl: as("two").databaseUrl,
        databaseReaderUrl: undefined,
      };
      await bringUpToDate(alone);
      await expect(prepareDatabase(alone)).rejects.toThrow(
        `${app} may not change the database's tables: set DATABASE_OWNER_URL`,
      );
    } finally {
      await withClient(ownerUrl, (client) => client.query(`DROP OWNED BY ${app}; DROP ROLE ${app}`)).catch(
        () => undefined,
      );
      await drop();
    }
  });

  it("says what an administrator has to do where the owner may make no role", async () => {
    const { ownerUrl, drop } = await ownedBy("NOCREATEROLE");
    const app = `app_${unique()}`;
    const databaseUrl = asRole(ownerUrl, { user: app, password: "x" });
    try {
      const prepared = prepareDatabase({ databaseOwnerUrl: ownerUrl, databaseUrl, databaseReaderUrl: undefined });
      await expect(prepared).rejects.toThrow(RoleError);
      await expect(prepared).rejects.toThrow(`CREATE ROLE "${app}" LOGIN PASSWORD '…'`);
    } finally {
      await drop();
    }
  });

  it("refuses an application that could rewrite the ledger", async () => {
    const { ownerUrl, drop } = await ownedBy("CREATEROLE");
    try {
      const name = new URL(ownerUrl).pathname.slice(1);
      await migrate(ownerUrl);
      const superuser = databaseUrl(server, name);
      await expect(
        prepareDatabase({ databaseOwnerUrl: ownerUrl, databaseUrl: superuser, databaseReaderUrl: undefined }),
      ).rejects.toThrow(/DATABASE_URL: postgres is a superuser, so it could rewrite the ledger/);
      await expect(
        prepareDatabase({ databaseOwnerUrl: superuser, databaseUrl: ownerUrl, databaseReaderUrl: undefined }),
      ).rejects.toThrow(/owns audit_event, evidence, ledger.*Keep that role in DATABASE_OWNER_URL alone/);
    } finally {
      await drop();
    }
  });
});
