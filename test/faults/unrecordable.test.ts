/** What the database cannot store is refused to whoever asked for it; everybody else on the same task is answered. */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { WorkflowUpdateFailedError } from "@temporalio/client";
import { ApplicationFailure } from "@temporalio/common";
import type { Command } from "../../domain/items/commands.js";
import { act } from "../../workflows/messages.js";
import { FAILURE, workflowId } from "../../workflows/names.js";
import { disagreements } from "../support/agreement.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";
import { bundle } from "../support/small-bundle.js";
import { at, command, people } from "../support/small-plan.js";
import { stoppedStreams } from "../../prisma/ledger/headway.js";
import { readCommandKey } from "../../prisma/ledger/command-key.js";

let run: PlanRun;
let clock: { readonly version: number; readonly now: number };
beforeAll(async () => {
  run = await startPlan(bundle);
  await run.startWorker();
  await run.open();
  clock = await run.store.moveClock(run.planId, at("2021-04-12"));
  await run.gateway.tick(run.planId, "task/2", clock);
});
afterAll(() => run.close());

let updates = 0;
/** Past the API, which lets none of these through. */
async function send(asked: Command): Promise<readonly string[]> {
  const handle = run.client.workflow.getHandle(workflowId(run.planId, "task/2"));
  const updateId = `raw-${++updates}`;
  const { client } = run;
  const answer = client.withDeadline(Date.now() + 20_000, () =>
    handle.executeUpdate(act, { args: [readCommandKey().sign(run.planId, "task/2", asked), clock], updateId }),
  );
  return (await answer).items;
}

const note = (text: string, item = "works/v1"): Command => command("annotate", people.clerk, item, { text });

it.each<[string, () => Command]>([
  ["a NUL in a text", () => note("a\u0000b")],
  ["half a character", () => note("a\ud800b")],
  ["a key longer than an index holds", () => ({ ...note("key"), key: randomBytes(6_000).toString("base64url") })],
])(
  "%s",
  async (_what, bad) => {
    const others = ["works/v2", "works/v3", "works/v4"].map((item) => note("sound", item));
    const before = await run.ledger.readStream(run.planId, "task/2");
    // All at once: they may well be taken together.
    const [refused, ...answered] = await Promise.allSettled([send(bad()), ...others.map(send)]);
    expect(answered).toEqual(others.map(({ items }) => ({ status: "fulfilled", value: items })));
    const error: unknown = refused?.status === "rejected" ? refused.reason : null;
    expect(error).toBeInstanceOf(WorkflowUpdateFailedError);
    const { cause } = error as WorkflowUpdateFailedError;
    expect(cause).toBeInstanceOf(ApplicationFailure);
    expect((cause as ApplicationFailure).type).toBe(FAILURE.refused);
    expect((cause as ApplicationFailure).details?.[0]).toMatchObject({
      items: [],
      refused: [{ code: "unrecordable" }],
    });
    const after = await run.ledger.readStream(run.planId, "task/2");
    expect(
      after
        .slice(before.length)
        .map(({ cause: why }) => why)
        .sort(),
    ).toEqual(others.map(({ key }) => `cmd/${key}`).sort());
    expect(await disagreements(run)).toEqual([]);
  },
  60_000,
);

it("and the office is told of each, by code and not by what the database quotes", async () => {
  const { rows } = await run.database.pool.query(
    "SELECT detail FROM alarm WHERE plan_id = $1 AND kind = 'unrecordable'",
    [run.planId],
  );
  expect(rows).toHaveLength(3);
  for (const { detail } of rows) {
    expect(JSON.stringify(detail)).toMatch(/PostgreSQL refused the statement, SQLSTATE (22|54)/);
    expect(JSON.stringify(detail)).not.toMatch(/unsupported Unicode|index row/);
  }
});

it("but a column that this release expects and the database has not is nobody's: the stream waits for it", async () => {
  const { pool } = run.database;
  const parked = async () =>
    (await pool.query("SELECT id FROM item WHERE plan_id = $1 AND stream = 'task/2' AND parked", [run.planId])).rows;
  const stopped = async () =>
    (await stoppedStreams(pool)).filter(({ plan, stream }) => plan === run.planId && stream === "task/2");
  await pool.query("ALTER TABLE ledger RENAME COLUMN decided TO decision");
  const answer = send(note("meanwhile"));
  try {
    await expect.poll(stopped).toEqual([expect.objectContaining({ why: expect.stringContaining("SQLSTATE 42703") })]);
  } finally {
    await pool.query("ALTER TABLE ledger RENAME COLUMN decision TO decided");
  }
  expect(await answer).toEqual(["works/v1"]);
  expect([await stopped(), await parked()]).toEqual([[], []]);
  expect(await disagreements(run)).toEqual([]);
}, 60_000);
