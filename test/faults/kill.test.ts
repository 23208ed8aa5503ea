/**
 * kill -9 of the worker, of Temporal and of PostgreSQL in the middle of a plan's run. Whatever is killed, the ledger ends
 * as it does undisturbed, hash for hash: every rung recorded exactly once, every next due instant kept.
 */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Command } from "../../domain/items/commands.js";
import { type PostgresHandle, startPostgres } from "../../embedded/postgres.js";
import { type Child, startChild } from "../../embedded/supervisor.js";
import { startTemporal, type TemporalHandle } from "../../embedded/temporal.js";
import { verifyLedger } from "../../prisma/ledger/verify.js";
import { drive, type DriverStore, NOBODY } from "../../rehearsal/driver.js";
import { freshDatabase } from "../support/database.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";
import { bundle } from "../support/small-bundle.js";
import { at, command, people } from "../support/small-plan.js";
import { said } from "../support/events.js";

const root = path.resolve(import.meta.dirname, "../..");
let folder: string;
let postgres: PostgresHandle;
let temporal: TemporalHandle;
let undisturbed: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "duban-faults-"));
  chmodSync(folder, 0o755); // as root, PostgreSQL runs as another user who must get in
  [postgres, temporal] = await Promise.all([
    startPostgres({ dataDir: path.join(folder, "postgres") }),
    startTemporal({ stateDir: path.join(folder, "temporal"), namespace: "duban-faults" }),
  ]);
  const { run, worker } = await begin();
  await driveAll(run);
  undisturbed = (await verifyLedger(run.database.pool, run.planId)).head;
  await end(run, worker);
});
afterAll(async () => {
  await Promise.all([postgres?.stop(), temporal?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

interface Begun {
  readonly run: PlanRun;
  readonly worker: Child;
}

async function begin(): Promise<Begun> {
  const database = await freshDatabase(postgres.url);
  const run = await startPlan(bundle, {
    database,
    temporal: { address: temporal.address, namespace: temporal.namespace },
  });
  const worker = await startChild({
    name: "worker",
    entry: path.join(root, "worker/main.ts"),
    env: {
      ...process.env,
      DATABASE_URL: database.url,
      TEMPORAL_ADDRESS: temporal.address,
      TEMPORAL_NAMESPACE: temporal.namespace,
      DUBAN_TASK_QUEUE: run.taskQueue,
      DUBAN_STATE_DIR: folder,
    },
    logFile: path.join(folder, "worker.log"),
  });
  await run.open();
  return { run, worker };
}

async function end(run: PlanRun, worker: Child): Promise<void> {
  await worker.stop();
  await run.close();
}

/** The test's own reads of a database that is being killed are tried again; the product's are left to the product. */
function patient(store: DriverStore): DriverStore {
  const again = async <T>(read: () => Promise<T>): Promise<T> => {
    for (let left = 100; ; left--) {
      try {
        return await read();
      } catch (error) {
        if (left === 0) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  };
  return {
    nextDue: (id) => again(() => store.nextDue(id)),
    moreToCome: (id, now) => again(() => store.moreToCome(id, now)),
    dueStreams: (id, upTo) => again(() => store.dueStreams(id, upTo)),
    unappliedMessages: (id) => again(() => store.unappliedMessages(id)),
    moveClock: (id, now) => again(() => store.moveClock(id, now)),
    closingsUpTo: (id, upTo) => again(() => store.closingsUpTo(id, upTo)),
  };
}

async function driveAll(run: PlanRun, onTick: (jump: number) => void = () => {}): Promise<void> {
  let jump = 0;
  const store: DriverStore = {
    ...patient(run.store),
    // Right after the clock has moved and before the streams are told: the kill lands in the midst of what is due.
    async moveClock(id, now) {
      const clock = await patient(run.store).moveClock(id, now);
      // Its own number, kept: under load the next jump may have come before the timer.
      const own = ++jump;
      setTimeout(() => onTick(own), 5);
      return clock;
    },
  };
  await drive({ planId: run.planId, store, gateway: run.gateway, people: NOBODY, until: null });
}

describe("kill -9 in the middle of what is due", () => {
  const victims: [string, number[], (begun: Begun) => number][] = [
    ["the worker", [2, 7, 12], ({ worker }) => worker.pid()],
    ["Temporal", [3, 9], () => temporal.pid()],
    ["PostgreSQL", [4, 8, 13], () => postgres.pid()],
  ];
  it.each(victims)(
    "of %s",
    async (_name, jumps, pid) => {
      const begun = await begin();
      let killed = 0;
      await driveAll(begun.run, (jump) => {
        if (!jumps.includes(jump)) return;
        process.kill(pid(begun), "SIGKILL");
        killed++;
      });
      const verified = await verifyLedger(begun.run.database.pool, begun.run.planId);
      await end(begun.run, begun.worker);
      expect(killed).toBe(jumps.length);
      expect(verified.broken).toBeNull();
      expect(verified.head).toBe(undisturbed);
    },
    120_000,
  );
});

it("kill -9 of the worker right after an action's commit: recorded once, answered, and its next instant kept", async () => {
  const { run, worker } = await begin();
  const clock = await run.store.moveClock(run.planId, at("2021-04-12"));
  await run.gateway.tick(run.planId, "task/2", clock);
  const instruct: Command = command("instruct", people.leader, "works/v1", { unit: "unit", replyBy: "2021-05-14" });
  const answered = run.gateway.act(run.planId, "task/2", instruct, clock);
  while ((await run.ledger.findOutcome(run.planId, instruct.key)) === null)
    await new Promise((resolve) => setTimeout(resolve, 2));
  process.kill(worker.pid(), "SIGKILL");
  expect((await answered).items).toEqual(["works/v1"]);
  const rows = (await run.ledger.readStream(run.planId, "task/2")).filter((row) => row.cause === `cmd/${instruct.key}`);
  expect(rows).toHaveLength(1);
  await drive({
    planId: run.planId,
    store: run.store,
    gateway: run.gateway,
    people: NOBODY,
    until: at("2021-05-18"),
  });
  const chased = (await run.ledger.readStream(run.planId, "task/2")).map(said);
  expect(chased.flatMap(({ ladder, rung }) => (ladder === "instruction" ? [rung] : []))).toEqual(["reply1"]);
  await end(run, worker);
}, 60_000);
