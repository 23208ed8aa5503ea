/** A worker that freezes inside its transaction and is never thawed: it must not hold its stream for ever. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { disagreements } from "../support/agreement.js";
import { startCommitGate } from "../support/commit-gate.js";
import { startPlan } from "../support/plan-run.js";
import { bundle } from "../support/small-bundle.js";
import { at, command, people } from "../support/small-plan.js";
import { startWorkerProcess } from "../support/worker-process.js";

const folder = mkdtempSync(path.join(tmpdir(), "duban-frozen-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("others' acts on its stream are answered once the database has ended its transaction", async () => {
  const run = await startPlan(bundle);
  const gate = await startCommitGate(run.database.url);
  const frozen = await startWorkerProcess(run, { name: "frozen", folder, databaseUrl: gate.url });
  await run.open();
  const clock = await run.store.moveClock(run.planId, at("2021-04-12"));
  await run.gateway.tick(run.planId, "task/2", clock);
  const act = (item: string, text: string) =>
    run.gateway.act(run.planId, "task/2", command("annotate", people.clerk, item, { text }), clock, 45_000);

  const caught = gate.catchNext("before");
  const own = act("works/v1", "in the midst of it");
  own.catch(() => undefined); // awaited below
  await caught;
  process.kill(frozen.pid(), "SIGSTOP");
  const { rows } = await run.database.pool.query(
    "SELECT state FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'",
  );
  expect(rows, "it holds its transaction open").toHaveLength(1);
  const other = await startWorkerProcess(run, { name: "other", folder });
  try {
    const answers = await Promise.all([
      own,
      ...["works/v2", "works/v3", "works/v4"].map((item) => act(item, "after it")),
    ]);
    expect(answers.map(({ items }) => items)).toEqual([["works/v1"], ["works/v2"], ["works/v3"], ["works/v4"]]);
    const noted = (await run.ledger.readStream(run.planId, "task/2")).filter(({ type }) => type === "annotated");
    expect(noted).toHaveLength(4);
    expect(await disagreements(run)).toEqual([]);
  } finally {
    await frozen.kill();
    await other.stop();
    await gate.close();
    await run.close();
  }
}, 180_000);
