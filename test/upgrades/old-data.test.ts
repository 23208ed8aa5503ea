/**
 * A database of the release 4591ca6 goes on under this one: migrated, rebuilt, its workflows started from the ledger. What people
 * do, what falls due and what is sent comes after what was there, in one chain; and a rehearsal that the old release stopped in
 * the middle ends as the old release itself ended it, row by row.
 */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { CommandRefused } from "../../gateway/failures.js";
import type { Command } from "../../domain/items/commands.js";
import { checkChains } from "../../chaos/checker/chain.js";
import { readPlan } from "../../chaos/checker/rows.js";
import { createDatabase, dropDatabase } from "../../embedded/postgres.js";
import { accountByName } from "../../prisma/accounts/account-store.js";
import { evidenceOf } from "../../prisma/actions/evidence-store.js";
import { migrate } from "../../prisma/database/migrate.js";
import { openPool, type Pool } from "../../prisma/database/pool.js";
import { readClock, unappliedMessages } from "../../prisma/ledger/stream-store.js";
import { verifyLedger } from "../../prisma/ledger/verify.js";
import { channelChoice } from "../../prisma/letters/channel-choices.js";
import type { RebuiltPlan } from "../../prisma/rebuild/rebuild.js";
import { drive } from "../../rehearsal/driver.js";
import { takeUp } from "../../rehearsal/rehearsal.js";
import { type ContentRow, contentHash } from "../support/ledger-content.js";
import { Deployed } from "../support/deployed.js";
import { backupFile, expectSameRows, restoreOldDatabase, rowsOf } from "../support/old-release.js";
import { withClient } from "../../prisma/database/connect.js";

const LIVE = "yinshui-live";
const checker = { person: "p15", post: "xiangzhenban-check", unit: "xiangzhenban" };
const office = { person: "p03", post: "xiangzhenban-desk", unit: "xiangzhenban" };

let duban: Deployed;
let pool: Pool;
/** The rehearsal in which everything was done by hand, and the one of simulated people. */
let story: string;
let lively: string;
const server = process.env["DUBAN_TEST_DATABASE_URL"] ?? "";
const names: string[] = [];

/** A database without a table: what is restored brings its own. */
async function emptyDatabase(): Promise<string> {
  const name = `test_old_${randomUUID().replaceAll("-", "")}`;
  names.push(name);
  return createDatabase(server, name);
}

const planOf = async (scenario: string): Promise<string> =>
  (await pool.query<{ id: string }>("SELECT id FROM plan WHERE scenario = $1", [scenario])).rows[0]?.id ?? "";

async function verified(planId: string): Promise<string> {
  const { broken, head } = await verifyLedger(pool, planId);
  expect(broken).toBeNull();
  return head;
}

interface Rebuilt {
  readonly ok: boolean;
  readonly plans: readonly (RebuiltPlan & { readonly workflows: unknown })[];
}

async function checked(): Promise<Rebuilt> {
  const { error, out } = await duban.run("rebuild.ts", "--check", "--json");
  expect(error).toBe("");
  return JSON.parse(out) as Rebuilt;
}

/** What stands is what follows from the ledger, of all three plans. */
async function expectDerived(): Promise<void> {
  const { ok, plans } = await checked();
  expect(plans.flatMap(({ tables }) => tables.flatMap(({ differences }) => differences))).toEqual([]);
  expect(plans).toMatchObject([{ equal: true }, { equal: true }, { equal: true }]);
  expect(ok).toBe(true);
}

/** Whoever takes a rehearsal up finds its people and its scenario in the database. */
const play = (planId: string, until: number | null): Promise<void> =>
  duban.with(async (own, gateway) => {
    const { store, people } = await takeUp(own, planId);
    await drive({ planId, store, gateway, people, until });
    await gateway.drainLetters(planId, `drain-${randomUUID()}`);
  });

async function act(planId: string, stream: string, command: object): Promise<readonly string[]> {
  const full = { key: randomUUID(), text: "说明", ...command } as unknown as Command;
  return duban.with(async (own, gateway) => {
    const clock = planId === LIVE ? null : await readClock(own, planId);
    try {
      return (await gateway.act(planId, stream, full, clock)).refused.map(({ code }) => code);
    } catch (error) {
      if (!(error instanceof CommandRefused)) throw error;
      return error.outcome.refused.map(({ code }) => code);
    }
  });
}

beforeAll(async () => {
  duban = await Deployed.start("test-old-data");
  duban.databaseUrl = await emptyDatabase();
  pool = openPool(duban.databaseUrl);
  await restoreOldDatabase(pool);
  [story, lively] = [await planOf("silence"), await planOf("lively")];
}, 120_000);
afterAll(async () => {
  await duban?.stop();
  await pool?.end();
  for (const name of names) await dropDatabase(server, name);
});

describe("a database of the old release", () => {
  it("is migrated with its ledger as it was, its chains whole", async () => {
    const before = await Promise.all([story, lively, LIVE].map((planId) => contentHash(pool, planId)));
    expect(before.every(({ rows }) => rows > 20)).toBe(true);
    await migrate(duban.databaseUrl);
    const after = await Promise.all([story, lively, LIVE].map((planId) => contentHash(pool, planId)));
    expect(after).toEqual(before);
    for (const planId of [story, lively, LIVE]) await verified(planId);
    expect((await duban.run("ledger-verify.ts")).code).toBe(0);
  });

  it("keeps accounts, files and what people chose", async () => {
    expect(await accountByName(pool, "p01")).toMatchObject({ persons: { yinshui: "p01", [LIVE]: "p01" } });
    expect(await evidenceOf(pool, story, "t02-pipes/v01")).toMatchObject([{ name: "竣工验收单.pdf" }]);
    expect(await channelChoice(pool, LIVE, "p09")).toMatchObject({ channels: ["copy", "mail"] });
  });

  it("says the same as its ledger by the new rules, but for the shape in which items are kept", async () => {
    const { plans } = await checked();
    for (const { tables } of plans)
      for (const { table, differences } of tables)
        for (const { key, what, columns } of differences) {
          expect({ table, key, what }).toMatchObject({ table: "item", what: "changed" });
          // In which shape an item's state is kept is each release's own; what is told of it in columns is not.
          const { state: _shape, climbs: _climbs, state_version: _version, ...others } = columns;
          expect({ key, others }).toEqual({ key, others: {} });
        }
  }, 300_000);

  it("is made ready for a worker: its tables made again, its workflows started from the ledger", async () => {
    const { code, error, out } = await duban.run("deploy-prepare.ts");
    expect({ code, error }).toEqual({ code: 0, error: "" });
    for (const planId of [story, lively, LIVE]) expect(out).toContain(`workflows of plan ${planId}: started anew`);
    await expectDerived();
  }, 300_000);
});

describe("the rehearsal that was done by hand", () => {
  it("goes on: acts, what falls due, what is sent, a message that nobody had applied", async () => {
    const before = await rowsOf(pool, story);
    const types = new Set(before.map(({ type }) => type));
    for (const type of ["verifierAssigned", "closed", "suspended", "extensionDecided", "instructed", "orderGiven"])
      expect(types, "what the old release recorded").toContain(type);
    const waiting = await unappliedMessages(pool, story);
    expect(waiting.map(({ to }) => to)).toContain("task/1");
    await duban.startWorker();

    // Assigned under the name of that time, and so for nobody else of the unit to check.
    const area = { items: ["t02-area/v04"] };
    expect(await act(story, "task/2", { ...area, kind: "verify", actor: office })).toEqual(["assignedElsewhere"]);
    expect(await act(story, "task/2", { ...area, kind: "verify", actor: checker })).toEqual([]);
    expect(await act(story, "task/2", { ...area, kind: "closeOut", actor: office })).toEqual([]);
    await play(story, null);

    expect(await unappliedMessages(pool, story)).toEqual([]);
    await verified(story);
    const now = await rowsOf(pool, story);
    const streams = [...new Set(now.map(({ stream }) => stream))];
    const seqs = new Map(streams.map((stream) => [stream, before.filter((row) => row.stream === stream).length]));
    const isOld = ({ stream, seq }: ContentRow): boolean => seq <= (seqs.get(stream) ?? 0);
    expectSameRows(now.filter(isOld), before);
    const since = now.filter((row) => !isOld(row)).map(({ type }) => type);
    for (const type of ["verified", "closed", "rungFired", "orderApplied", "instrumentLapsed"])
      expect(since).toContain(type);
    await lettersSent(story);
    await expectDerived();
  }, 300_000);
});

describe("the rehearsal of simulated people", () => {
  it("is played to its end by the rules of this release; what the old one recorded stays as it was", async () => {
    const before = await rowsOf(pool, lively);
    await play(lively, null);
    const now = await rowsOf(pool, lively);
    const known = new Set(before.map(({ stream, seq }) => `${stream}/${seq}`));
    expectSameRows(
      now.filter(({ stream, seq }) => known.has(`${stream}/${seq}`)),
      before,
    );
    expect(now.length).toBeGreaterThan(before.length);
    await verified(lively);
    await lettersSent(lively);
  }, 300_000);
});

describe("the live plan", () => {
  it("goes on by the real clock: an act, its letter, its row after the old ones", async () => {
    const before = await rowsOf(pool, LIVE);
    const verification = { items: ["t02-pipes/v01"] };
    expect(await act(LIVE, "task/2", { ...verification, kind: "verify", actor: office })).toEqual([
      "assignedElsewhere",
    ]);
    const returned = { ...verification, kind: "returnForRework", actor: checker, reason: "补充照片" };
    expect(await act(LIVE, "task/2", returned)).toEqual([]);
    const now = await rowsOf(pool, LIVE);
    expect(now.length).toBeGreaterThan(before.length);
    expect(now.at(-1)).toMatchObject({ stream: "task/2", type: "returned", item: "t02-pipes/v01" });
    await verified(LIVE);
    // Now, and not at the next closing time: what the old release left for a letter, and what was told just now.
    await pool.query("UPDATE letter_closing SET heads = '{}' WHERE plan_id = $1", [LIVE]);
    await pool.query(
      `UPDATE notice_batch n SET close_at = 0 FROM open_notices($1) AS o
       WHERE (n.plan_id, n.stream, n.append, n.batch) = (o.plan_id, o.stream, o.append, o.batch)`,
      [LIVE],
    );
    await duban.with((_, gateway) => gateway.closeLetters(LIVE, Date.now()));
    const arrived = (): string[] =>
      duban.smtp.arrivals.filter(({ messageId }) => messageId.includes(LIVE)).map(({ to }) => to);
    await vi.waitFor(() => expect(arrived()).toContain("p01@example.invalid"), { timeout: 60_000, interval: 200 });
    const { rows } = await pool.query("SELECT FROM open_notices($1)", [LIVE]);
    expect(rows).toEqual([]);
  }, 300_000);
});

describe("a back-up by the old release", () => {
  it("is read back, and everything derived is made again from it", async () => {
    const own = duban.databaseUrl;
    duban.databaseUrl = await emptyDatabase();
    try {
      const { code, error, out } = await duban.run("rebuild.ts", "--from", backupFile, "--tables-only", "--json");
      expect({ code, error }).toEqual({ code: 0, error: "" });
      const { plans } = JSON.parse(out) as { plans: unknown[] };
      const made = { wasEmpty: true, replaced: true, broken: null };
      expect(plans).toMatchObject([made, made, made]);
      // Letters of then said in their own rows how their mail stood: each has a delivery now.
      const letters = await withClient(duban.databaseUrl, (client) =>
        client.query(
          `SELECT l.state, d.state AS mail, count(*)::int FROM letter l LEFT JOIN letter_delivery d ON d.plan_id = l.plan_id AND d.letter_id = l.id
           WHERE l.state IN ('queued', 'sent', 'failed') GROUP BY 1, 2 ORDER BY 1, 2`,
        ),
      );
      expect(letters.rows.length).toBeGreaterThan(0);
      for (const { state, mail } of letters.rows) expect(mail).toBe(state);
    } finally {
      duban.databaseUrl = own;
    }
  }, 300_000);
});

describe("the old ledgers with what came after", () => {
  it("hold for a checker that shares no code with the product", async () => {
    const connection = await pool.connect();
    try {
      for (const planId of [story, lively, LIVE]) expect(checkChains(await readPlan(connection, planId))).toEqual([]);
    } finally {
      connection.release();
    }
  });
});

/** Every letter that a mail server can take has gone there, each under one Message-ID. */
async function lettersSent(planId: string): Promise<void> {
  const { rows } = await pool.query<{ state: string; messageId: string }>(
    `SELECT state, trim('<>' FROM message_id) AS "messageId" FROM letter WHERE plan_id = $1`,
    [planId],
  );
  expect(rows.filter(({ state }) => state === "queued")).toEqual([]);
  const came = duban.smtp.arrivals.map(({ messageId }) => messageId.replaceAll(/[<>]/g, ""));
  const own = came.filter((id) => id.includes(planId));
  expect(own.length).toBeGreaterThan(10);
  expect(new Set(own).size).toBe(own.length);
  const known = new Set(rows.map(({ messageId }) => messageId));
  expect(own.filter((id) => !known.has(id))).toEqual([]);
}
