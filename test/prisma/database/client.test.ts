/** Prisma's client beside `pg` on one pool: they mean the same instants and days, and their errors are told alike. */
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { databaseAway } from "../../../prisma/database/away.js";
import { clientOf } from "../../../prisma/database/client.js";
import { dateOf, dayOf } from "../../../prisma/database/columns.js";
import { openPool, type Pool } from "../../../prisma/database/pool.js";
import { isDangling, isDuplicate, refusalOf } from "../../../prisma/database/refusal.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";

const AT = new Date("2026-03-08T18:30:00.250Z");
const plan = (id: string) => ({ id, slug: "s", title: "方案", mode: "live" as const, openedAt: 5n, createdAt: AT });

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await freshDatabase();
  // As on a machine of its country: the server's own zone is not UTC.
  await database.pool.query(
    `ALTER DATABASE "${new URL(database.url).pathname.slice(1)}" SET timezone = 'Asia/Shanghai'`,
  );
  pool = openPool(database.url, { size: 2, statementTimeout: 300 });
  await clientOf(pool).plan.create({ data: plan("p") });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const zone = process.env["TZ"];
afterEach(() => {
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
});

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => expect.unreachable("it should have failed"),
    (error: unknown) => error,
  );

it.each(["UTC", "America/New_York", "Asia/Shanghai"])("means what pg means, with the process in %s", async (name) => {
  process.env["TZ"] = name;
  expect((await clientOf(pool).plan.findUnique({ where: { id: "p" } }))?.createdAt).toEqual(AT);
  for (const other of [pool, database.pool])
    expect((await other.query("SELECT created_at FROM plan WHERE id = 'p'")).rows).toEqual([{ created_at: AT }]);

  const filed = {
    planId: "p",
    itemId: name,
    sha256: "a".repeat(64),
    name: "x",
    mediaType: "text/plain",
    bytes: 1n,
    effectiveOn: dateOf("2021-03-14"),
    receivedAt: 5n,
    actor: {},
    note: "",
  };
  const { effectiveOn } = await clientOf(pool).evidence.create({ data: filed });
  expect(dayOf(effectiveOn)).toBe("2021-03-14");
  await expect(pool.query("DELETE FROM evidence")).rejects.toThrow(/evidence is append-only: DELETE is refused/);
  expect((await pool.query("SELECT effective_on FROM evidence WHERE item_id = $1", [name])).rows).toEqual([
    { effective_on: "2021-03-14" },
  ]);
});

it("tells a refused row by its constraint, as pg does", async () => {
  const document = { kind: "plan", version: 1, content: {} };
  const again = await failure(clientOf(pool).plan.create({ data: plan("p") }));
  expect([isDuplicate(again), isDangling(again), databaseAway(again)]).toEqual([true, false, false]);
  expect(refusalOf(again)).toEqual({ state: "23505", constraint: "plan_pkey" });
  const orphan = await failure(clientOf(pool).planDocument.create({ data: { ...document, planId: "q" } }));
  expect([isDuplicate(orphan), isDangling(orphan), databaseAway(orphan)]).toEqual([false, true, false]);
  const byPg = await failure(pool.query("INSERT INTO clock (plan_id, version, plan_now) VALUES ('q', 0, 0)"));
  expect([isDuplicate(byPg), isDangling(byPg), databaseAway(byPg)]).toEqual([false, true, false]);
  const impossible = await failure(clientOf(pool).plan.findUnique({ where: { id: "\0" } }));
  expect([refusalOf(impossible)?.state, databaseAway(impossible)]).toEqual(["22021", false]);
});

it("says of each way to lose the database that it is away", async () => {
  const blocker = await database.pool.connect();
  await blocker.query("BEGIN; LOCK TABLE plan");
  const read = (from: Pool): Promise<unknown> => clientOf(from).plan.count();
  const inTransaction = (from: Pool): Promise<unknown> => clientOf(from).$transaction((tx) => tx.plan.count());
  const away: string[] = [];
  const note = async (what: string, from: Pool, meanwhile?: () => Promise<unknown>): Promise<void> => {
    for (const [how, ask] of Object.entries({ read, inTransaction })) {
      const failing = failure(ask(from));
      await meanwhile?.();
      if (databaseAway(await failing)) away.push(`${what}: ${how}`);
    }
  };
  await note("a statement ran out of time", pool);

  const patient = openPool(database.url, { size: 1 });
  await note("the server ends the connection", patient, () =>
    expect.poll(async () => (await database.pool.query(TERMINATE)).rowCount, { interval: 20 }).toBe(1),
  );
  await patient.end();
  await blocker.query("ROLLBACK");
  blocker.release();

  const small = openPool(database.url, { size: 1 });
  const only = await small.connect();
  small.options.connectionTimeoutMillis = 200; // of waiting for it, from here on
  await note("no connection is free", small);
  only.release();
  await small.end();

  const nowhere = openPool("postgresql://127.0.0.1:1/none");
  await note("nobody listens", nowhere);
  await nowhere.end();
  expect(away).toEqual(
    [
      "a statement ran out of time",
      "the server ends the connection",
      "no connection is free",
      "nobody listens",
    ].flatMap((what) => [`${what}: read`, `${what}: inTransaction`]),
  );
});

const TERMINATE = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE wait_event_type = 'Lock' AND datname = current_database()`;
