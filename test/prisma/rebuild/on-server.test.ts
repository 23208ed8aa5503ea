/**
 * What a rebuild is for, on the real servers: Temporal's data gone altogether, and a database that was restored from an older
 * back-up. Either rehearsal ends as an undisturbed one does, hash for hash: nothing is fired twice, nothing left out, and no
 * letter comes under a second Message-ID.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEmbeddedConfig } from "../../../embedded/config.js";
import { freePort } from "../../../embedded/ports.js";
import { startChild } from "../../../embedded/supervisor.js";
import { listAlarms } from "../../../prisma/alarms/alarm-store.js";
import { machineToken } from "../../../prisma/accounts/machine-account.js";
import { restoredStreams } from "../../../prisma/ledger/restored.js";
import { verifyLedger } from "../../../prisma/ledger/verify.js";
import { examine } from "../../../scripts/doctor/check.js";
import { partChecks } from "../../../scripts/doctor/parts.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { Deployed } from "../../support/deployed.js";
import { bundle } from "../../support/small-bundle.js";
import { at } from "../../support/small-plan.js";
import { lively } from "../../support/small-scenario.js";

const BACKED_UP = at("2021-05-25", "23:59");
const MIDDLE = at("2021-06-24", "23:59");
const END = at("2021-09-01", "23:59");
const root = path.resolve(import.meta.dirname, "../../..");

const databases: TestDatabase[] = [];
let duban: Deployed;
let undisturbed: string;

async function database(): Promise<TestDatabase> {
  const made = await freshDatabase();
  databases.push(made);
  return made;
}

const head = (planId: string): Promise<string> =>
  duban.with(async (pool) => {
    const verified = await verifyLedger(pool, planId);
    expect(verified.broken).toBeNull();
    return verified.head;
  });

interface Sent {
  readonly id: string;
  readonly messageId: string;
}

const letters = (planId: string): Promise<Sent[]> =>
  duban.with(async (pool) => {
    const { rows } = await pool.query(
      `SELECT id, trim('<>' FROM message_id) AS "messageId" FROM letter WHERE plan_id = $1 AND state = 'sent' ORDER BY id`,
      [planId],
    );
    return rows;
  });

/** How often each letter has arrived, by its Message-ID. */
function arrivals(planId: string): Map<string, number> {
  const times = new Map<string, number>();
  for (const { messageId } of duban.smtp.arrivals) {
    const id = messageId.replaceAll(/[<>]/g, "");
    if (id.includes(planId)) times.set(id, (times.get(id) ?? 0) + 1);
  }
  return times;
}

beforeAll(async () => {
  duban = await Deployed.start("test-rebuild");
  duban.databaseUrl = (await database()).url;
  await duban.startWorker();
  const planId = await duban.open(bundle, lively);
  await duban.play(planId, END);
  undisturbed = await head(planId);
  await duban.stopWorker();
}, 120_000);
afterAll(async () => {
  await duban?.stop();
  for (const made of databases) await made.drop();
});

describe("with Temporal's data gone altogether", () => {
  it("a rebuild starts every workflow from the ledger, and the rehearsal ends as it would have", async () => {
    await duban.startWorker();
    const planId = await duban.open(bundle, lively);
    await duban.play(planId, MIDDLE);
    await duban.stopWorker();
    const before = await head(planId);
    await duban.newTemporal();

    const rebuilt = await duban.run("rebuild.ts", "--plan", planId, "--json");
    expect(rebuilt.error).toBe("");
    const { ok, plans } = JSON.parse(rebuilt.out);
    expect(ok).toBe(true);
    expect(plans).toHaveLength(1);
    expect(plans[0]).toMatchObject({ plan: planId, equal: true, replaced: true, warnings: [] });
    expect(plans[0].workflows).toMatchObject({ ended: [], missing: ["plan", "task/1", "task/2", "postman"] });
    expect(await head(planId)).toBe(before);

    await duban.startWorker();
    await duban.play(planId, END);
    await duban.stopWorker();
    expect(await head(planId)).toBe(undisturbed);
    const sent = await letters(planId);
    expect(sent.length).toBeGreaterThan(40);
    expect(arrivals(planId)).toEqual(new Map(sent.map(({ messageId }) => [messageId, 1])));
  }, 120_000);
});

describe("a database restored from an older back-up", () => {
  it("is noticed, alarmed, left as it is, and repaired by a rebuild", async () => {
    const file = path.join(duban.folder, "duban.sql.gz");
    await duban.startWorker();
    const planId = await duban.open(bundle, lively);
    await duban.play(planId, BACKED_UP);
    const backedUp = await head(planId);
    expect(await duban.run("backup.ts", file)).toMatchObject({ code: 0, error: "" });
    await duban.play(planId, MIDDLE);
    await duban.stopWorker();
    const before = arrivals(planId);

    const later = duban.databaseUrl;
    duban.databaseUrl = (await database()).url;
    const restored = await duban.run("rebuild.ts", "--from", file, "--tables-only", "--lang", "en");
    expect(restored).toMatchObject({ code: 0, error: "" });
    expect(restored.out).toContain("The tables were empty and were made again from the ledger.");
    expect(await head(planId)).toBe(backedUp);

    // The workflows know more than the ledger now.
    await duban.startWorker();
    await expect(duban.play(planId, MIDDLE)).rejects.toThrow(/restored from an older back-up/);
    expect(await head(planId)).toBe(backedUp);
    const noticed = await duban.with((pool) => restoredStreams(pool));
    expect(noticed.length).toBeGreaterThan(0);
    for (const { plan, head: last, ahead } of noticed) {
      expect(plan).toBe(planId);
      expect(ahead).toBeGreaterThan(last);
    }
    await isTold(planId);

    // Beside a worker nothing is rebuilt.
    const refused = await duban.run("rebuild.ts");
    expect(refused.code).toBe(2);
    expect(refused.error).toMatch(/is being written to by duban worker \d+ on .*: stop every worker first/);
    await duban.stopWorker();

    const repaired = await duban.run("rebuild.ts", "--plan", planId);
    expect(repaired).toMatchObject({ code: 0, error: "" });
    expect(repaired.out).toMatch(/流程引擎：4 个流程已按台账重新启动（其中 [1-3] 个原已缺失）/);
    expect(await duban.with((pool) => restoredStreams(pool))).toEqual([]);

    await duban.startWorker();
    await duban.play(planId, END);
    await duban.stopWorker();
    expect(await head(planId)).toBe(undisturbed);
    // What was sent after the back-up may come again, but as the same letter.
    const sent = await letters(planId);
    const came = arrivals(planId);
    for (const { messageId } of sent) expect(came.get(messageId)).toBeGreaterThanOrEqual(1);
    const alarms = await duban.with(async (pool) => {
      const { rows } = await pool.query(
        "SELECT trim('<>' FROM message_id) AS id FROM letter WHERE instrument = 'alarm'",
      );
      return new Set(rows.map(({ id }) => id));
    });
    const known = new Set(sent.map(({ messageId }) => messageId));
    expect([...came.keys()].filter((id) => !known.has(id) && !alarms.has(id))).toEqual([]);
    expect([...before.keys()].every((id) => known.has(id) || alarms.has(id))).toBe(true);
    expect([...came.values()].every((times) => times <= 2)).toBe(true);
    duban.databaseUrl = later;
  }, 180_000);
});

/** The alarm stands in both languages, the API stays ready and shows it, and the doctor says what to do. */
async function isTold(planId: string): Promise<void> {
  const alarms = await duban.with((pool) => listAlarms(pool, planId));
  const alarm = alarms.find(({ kind }) => kind === "ledgerRestored");
  expect(String(alarm?.detail["zh"])).toMatch(/^数据库已恢复为较早的备份：.*npm run rebuild 后重新启动。$/);
  expect(String(alarm?.detail["en"])).toMatch(/^The database was restored from an older back-up: /);

  const api = await startChild({
    name: "API",
    entry: path.join(root, "api/main.ts"),
    env: { ...duban.env, DUBAN_API_PORT: String(await freePort()) },
    logFile: path.join(duban.folder, "api.log"),
  });
  try {
    const { port } = api.info() as { port: number };
    const response = await fetch(`http://127.0.0.1:${port}/readyz`);
    const { parts } = (await response.json()) as { parts: { name: string; ok: boolean; problem?: string }[] };
    expect(response.status).toBe(200);
    expect(parts.find(({ name }) => name === "ledger")).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/数据库已恢复为较早的备份.*restored from an older back-up/),
    });
    const machine = { account: "machine", grants: ["office"], scopes: ["read"], days: 1 } as const;
    const { token } = await duban.with((pool) => machineToken(pool, machine));
    const headers = { authorization: `Bearer ${token}` };
    const words = await fetch(`http://127.0.0.1:${port}/api/v1/plans/${planId}/alarms`, { headers });
    expect(await words.text()).toContain("数据库已恢复为较早的备份");
  } finally {
    await api.stop();
  }
  const check = partChecks(root, duban.folder, readEmbeddedConfig(duban.env)).find(({ name }) => name === "ledger");
  expect(check && (await examine(check))).toMatchObject({
    state: "fail",
    fix: expect.stringContaining("npm run rebuild"),
  });
  expect(readFileSync(path.join(duban.folder, "worker.log"), "utf8")).toContain("restored from an older back-up");
}
