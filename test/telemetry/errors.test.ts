/** Of a database's errors only code, constraint and table are told: in logs, in messages, whoever threw them. */
import { ApplicationFailure } from "@temporalio/common";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientOf } from "../../prisma/database/client.js";
import { isOfDatabase, toldError, toldMessage } from "../../telemetry/errors.js";
import { createLog } from "../../telemetry/log.js";
import { ToldFailures } from "../../worker/told-failures.js";
import { freshDatabase, type TestDatabase } from "../support/database.js";

const SECRET = "王某重病";
let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await database.pool.query(
    `INSERT INTO plan (id, slug, title, mode, opened_at) VALUES ('${SECRET}', 's', 't', 'live', 0)`,
  );
});
afterAll(() => database.drop());

const failure = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => expect.unreachable("it should have failed"),
    (error: Error) => error,
  );

const query = (sql: string): Promise<Error> => failure(database.pool.query(sql));
const plan = { slug: "s", title: "t", mode: "live", openedAt: 0n } as const;

const ERRORS: readonly (readonly [what: string, make: () => Promise<Error>, told: RegExp])[] = [
  [
    "a duplicate's detail",
    () => query(`INSERT INTO plan (id, slug, title, mode, opened_at) VALUES ('${SECRET}', 's', 't', 'live', 0)`),
    /SQLSTATE 23505, constraint plan_pkey, table plan$/,
  ],
  [
    "a check's failing row",
    () => query(`INSERT INTO plan_document VALUES ('${SECRET}', '${SECRET}', 1, '{}')`),
    /SQLSTATE 23514.*plan_document/,
  ],
  ["an input's own text", () => query(`SELECT '${SECRET}'::int`), /SQLSTATE 22P02$/],
  ["JSON and where in it", () => query(`SELECT '{"text": "${SECRET}", }'::jsonb`), /SQLSTATE 22P02$/],
  [
    "what a function raised",
    () => query(`DO $$ BEGIN RAISE EXCEPTION '${SECRET}' USING DETAIL = '${SECRET}', HINT = '${SECRET}'; END $$`),
    /SQLSTATE P0001$/,
  ],
  [
    "a duplicate, by the client",
    () => failure(clientOf(database.pool).plan.create({ data: { ...plan, id: SECRET } })),
    /SQLSTATE 23505/,
  ],
  [
    "a wrong call of the client",
    () => failure(clientOf(database.pool).plan.create({ data: { ...plan, id: SECRET, more: SECRET } as never })),
    /PrismaClientValidationError/,
  ],
];

describe.each(ERRORS)("%s", (_what, make, told) => {
  it("is not told, neither by itself nor within another error", async () => {
    const error = await make();
    const outer = new Error(`recording failed: ${error.message}`, { cause: new Error("in between", { cause: error }) });
    const lines: string[] = [];
    const log = createLog("worker", "info", { write: (line: string) => void lines.push(line) });
    log.error({ err: error }, "failed");
    log.error({ err: outer }, "failed");
    log.error({ error }, "failed");
    expect(isOfDatabase(outer)).toBe(true);
    expect(toldMessage(error)).toMatch(told);
    for (const text of [...lines, toldMessage(error), toldMessage(outer), JSON.stringify(toldError(outer))])
      expect(text).not.toContain(SECRET);
    expect(lines[0]).toMatch(/"stack":"\s+at /);
  });
});

it("nor is it told to Temporal, whose histories keep what an activity failed with", async () => {
  const fail = async (error: Error): Promise<Error> =>
    failure(new ToldFailures().execute({ args: [], headers: {} }, () => Promise.reject(error)));
  const told = await fail(await query(`SELECT '${SECRET}'::int`));
  expect(told).toBeInstanceOf(ApplicationFailure);
  expect([told.message, (told as ApplicationFailure).nonRetryable]).toEqual([
    "PostgreSQL refused the statement, SQLSTATE 22P02",
    false,
  ]);
  expect(JSON.stringify([told, told.stack])).not.toContain(SECRET);
  const other = new Error("the mail server is away");
  expect(await fail(other)).toBe(other);
});

it("what an operator needs is told: names, rights, time-outs, and other errors whole", async () => {
  expect(toldMessage(await query("SELECT * FROM nowhere"))).toMatch(
    /SQLSTATE 42P01, relation "nowhere" does not exist/,
  );
  expect(toldMessage(await query("SET statement_timeout = 1; SELECT pg_sleep(1)"))).toMatch(/57014.*statement timeout/);
  const other = Object.assign(new Error("no route to host"), { code: "EHOSTUNREACH" });
  expect(toldError(other)).toMatchObject({ type: "Error", message: "no route to host", code: "EHOSTUNREACH" });
  expect(toldError("a word")).toBe("a word");
});
