/** Back-ups: written as pg_dump writes them, read back from either, and enough to make everything again. */
import { readFileSync } from "node:fs";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NotRestored, readBackup, writeBackup } from "../../../prisma/rebuild/backup.js";
import { rebuildPlan, type RebuiltPlan } from "../../../prisma/rebuild/rebuild.js";
import { SOURCES } from "../../../prisma/rebuild/tables.js";
import { openPool } from "../../../prisma/database/pool.js";
import { verifyLedger } from "../../../prisma/ledger/verify.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { type Act, fillPlan, plausibleActs } from "../../support/filled-plan.js";
import { bundle } from "../../support/small-bundle.js";
import { at, command, people } from "../../support/small-plan.js";

/** What text formats get wrong: separators of lines and columns, escapes, null's own sign, letters of four bytes. */
const AWKWARD = "一\n二\r三\t四\\五\\N\\.\n\\.\u2028六\u{20000}“”";
const PLAN = "kept";

const databases: TestDatabase[] = [];
let dump: string;
let before: { readonly rebuilt: RebuiltPlan; readonly head: string };

async function database(): Promise<TestDatabase> {
  const made = await freshDatabase();
  databases.push(made);
  return made;
}

async function backUp(url: string): Promise<string> {
  const out = new PassThrough();
  const [, written] = await Promise.all([writeBackup(url, out).finally(() => out.end()), text(out)]);
  return written;
}

const read = (url: string, from: string): ReturnType<typeof readBackup> =>
  // In small pieces, so that lines and letters are cut anywhere.
  readBackup(url, Readable.from(pieces(Buffer.from(from))));

function* pieces(whole: Buffer): Generator<Buffer> {
  for (let from = 0; from < whole.length; from += 1_021) yield whole.subarray(from, from + 1_021);
}

beforeAll(async () => {
  const { url } = await database();
  const pool = openPool(url);
  const remark: Act = {
    at: at("2021-05-20", "10:00"),
    command: command("annotate", people.office, "works/v1", { text: AWKWARD }),
  };
  await fillPlan(pool, bundle, "2021-08-31", { id: PLAN, acts: [...plausibleActs(bundle), remark] });
  before = {
    rebuilt: await rebuildPlan(pool, PLAN, { mode: "check" }),
    head: (await verifyLedger(pool, PLAN)).head,
  };
  await pool.query("INSERT INTO auth_user (id, name, email) VALUES ('a', '甲', 'a@account.invalid')");
  await pool.query("INSERT INTO account_grant (account_id, role) VALUES ('a', 'administrator')");
  await pool.query("INSERT INTO audit_event (kind) SELECT 'signIn' FROM generate_series(1, 3)");
  await pool.query("INSERT INTO auth_session (id, user_id, token, expires_at) VALUES ('s', 'a', 't', now())");
  await pool.end();
  dump = await backUp(url);
});
afterAll(async () => {
  for (const made of databases) await made.drop();
});

describe("a back-up of the sources alone", () => {
  it("is enough to make everything again, letter for letter", async () => {
    const { url, pool } = await database();
    const counts = await read(url, dump);
    expect(Object.keys(counts)).toEqual([...SOURCES]);
    expect(counts["ledger"]).toBeGreaterThan(100);
    const rebuilt = await rebuildPlan(pool, PLAN, { mode: "replace" });
    expect(rebuilt).toMatchObject({ wasEmpty: true, replaced: true, warnings: [] });
    expect(rebuilt.tables.map(({ rebuilt: made }) => made)).toEqual(before.rebuilt.tables.map(({ stands }) => stands));
    expect(await verifyLedger(pool, PLAN)).toMatchObject({ head: before.head, broken: null });
    const { rows } = await pool.query("SELECT payload ->> 'text' AS text FROM ledger WHERE type = 'annotated'");
    expect(rows).toEqual([{ text: AWKWARD }]);
    expect(await backUp(url)).toBe(dump);
    // Who may sign in is kept, who had is not, and numbering goes on.
    expect((await pool.query("SELECT id FROM auth_user")).rows).toEqual([{ id: "a" }]);
    expect((await pool.query("SELECT FROM auth_session")).rowCount).toBe(0);
    expect((await pool.query("INSERT INTO audit_event (kind) VALUES ('x') RETURNING id")).rows).toEqual([{ id: 4 }]);
  });

  it("is read from a dump of the whole database too: tables by name, statements between, derived ones left out", async () => {
    const { url, pool } = await database();
    const blocks = dump.split(/(?=^COPY )/m).slice(1);
    const derived = "COPY public.item (plan_id, id) FROM stdin;\nkept\tforged\n\\.\n\n";
    const before = "COPY public.notice (plan_id, stream) FROM stdin;\nkept\tforged\n\\.\n\n";
    const passing = "COPY public.auth_session (id, token) FROM stdin;\nstolen\tt\n\\.\n\n";
    const whole = [
      "SET statement_timeout = 0;\nCREATE TABLE public.item (plan_id text);\n\n",
      ...[...blocks, derived, before, passing].sort(),
    ];
    await read(url, whole.join("--\n-- Data\n--\n\n"));
    expect(await rebuildPlan(pool, PLAN, { mode: "replace" })).toMatchObject({ wasEmpty: true, replaced: true });
    expect((await pool.query("SELECT FROM auth_session")).rowCount).toBe(0);
    const { rows } = await pool.query("SELECT conname FROM pg_constraint WHERE contype = 'f' ORDER BY conname");
    expect(rows.length).toBeGreaterThan(3);
    await expect(pool.query("INSERT INTO clock VALUES ('nobody', 0, 0)")).rejects.toThrow(/foreign key/);
  });

  const REFUSED: readonly (readonly [what: string, file: () => string, why: RegExp])[] = [
    [
      "was cut off",
      () => dump.slice(0, dump.indexOf("COPY public.letter") + 300),
      /ends in the middle of table letter/,
    ],
    ["is none", () => "PGDMP\u0001", /holds no plan/],
    [
      "comes from a newer release",
      () => `COPY public.visit (id) FROM stdin;\n1\n\\.\n${dump}`,
      /the table visit, which this/,
    ],
  ];
  it.each(REFUSED)("that %s is refused, and nothing of it stays", async (_, file, why) => {
    const { url, pool } = await database();
    const refused = read(url, file());
    await expect(refused).rejects.toThrow(NotRestored);
    await expect(refused).rejects.toThrow(why);
    expect((await pool.query("SELECT FROM plan")).rowCount).toBe(0);
    expect((await pool.query("SELECT FROM pg_constraint WHERE contype = 'f'")).rowCount).toBeGreaterThan(3);
  });

  it("is never read over what is there", async () => {
    const { url } = await database();
    await read(url, dump);
    await expect(read(url, dump)).rejects.toThrow(/holds rows already \(plan 1, .*\): restore into an empty one/);
  });

  it("is what the documents tell to dump", () => {
    for (const file of ["docs/production.md", "docs/operations.md"]) {
      const told = readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8");
      const [line = ""] = /pg_dump --data-only[^"]*/.exec(told) ?? [];
      expect(
        [...line.matchAll(/-t (\w+)/g)].map(([, table]) => table),
        file,
      ).toEqual([...SOURCES]);
    }
  });
});
