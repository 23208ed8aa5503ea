/** A round on the real servers: begun by the plan's workflow, told to an operator in words, its findings known to the tasks' workflows. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drive, NOBODY } from "../../rehearsal/driver.js";
import { streamHeads, streamsAnnounced } from "../../prisma/ledger/stream-store.js";
import { streamHead } from "../../workflows/messages.js";
import { workflowId } from "../../workflows/names.js";
import type { RoundAct } from "../../domain/inspections/acts.js";
import type { Actor } from "../../domain/ledger/record.js";
import { until } from "../../embedded/wait.js";
import {
  answer,
  clock as deviceClock,
  groupOfAll,
  inspectedBundle,
  inspectors,
  roundCommand,
} from "../support/inspected-bundle.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";
import { at, command, people } from "../support/small-plan.js";

const ROUND = "inspection/2021H1";
let run: PlanRun;
beforeAll(async () => {
  run = await startPlan(inspectedBundle);
  await run.startWorker();
  await run.open();
  await silent(at("2021-06-08", "18:00"));
});
afterAll(() => run.close());

const silent = async (end: number): Promise<void> => {
  const { planId, store, gateway } = run;
  await drive({ planId, store, gateway, people: NOBODY, until: end });
};

async function inspect(now: number, actor: Actor, ...acts: readonly RoundAct[]): Promise<void> {
  const clock = await run.store.moveClock(run.planId, now);
  for (const act of acts) await run.gateway.inspect(run.planId, ROUND, roundCommand(actor, act), clock);
}

const details = async (): Promise<string> => {
  const { raw } = await run.client.workflow.getHandle(workflowId(run.planId, ROUND)).describe();
  const summary = raw.executionConfig?.userMetadata?.summary?.data;
  return Buffer.from(summary ?? []).toString("utf8");
};

/** What stands on the workflow's page in Temporal's UI. */
async function words(): Promise<string> {
  const handle = run.client.workflow.getHandle(workflowId(run.planId, ROUND));
  const { currentDetails } = await handle.query<{ currentDetails: string }>("__temporal_workflow_metadata");
  return currentDetails;
}

async function linesOf(visit: string): Promise<readonly string[]> {
  const [opened] = await run.ledger.readStream(run.planId, ROUND);
  if (opened?.type !== "roundOpened") throw new Error("the round has no opening");
  return opened.payload.scheme.visits.find(({ id }) => id === visit)?.lines ?? [];
}

describe("an inspection's workflow", () => {
  it("is begun by the plan's on its day, under a name that says which round", async () => {
    const heads = await streamHeads(run.database.pool, run.planId);
    // Its opening, and the first rung that had passed before it opened.
    expect(heads.find(({ stream }) => stream === ROUND)).toMatchObject({ seq: 2 });
    expect(await details()).toContain("Inspection round 2021H1");
    expect(await words()).toMatch(/^The scheme is drafted and waits for the office.*Next due: 2021-/);
  });

  it("answers people once the ledger has it, and refuses with a reason", async () => {
    const now = at("2021-06-09", "10:00");
    await inspect(
      now,
      inspectors.leader,
      { kind: "approveScheme", text: "同意" },
      groupOfAll(["v1", "v2", "v3", "v4"].map((place) => `village-${place}`)),
    );
    expect(await words()).toMatch(/^Open: visits are made and filed. 0 of \d+ visits submitted, 0 out\./);
    await expect(inspect(now, inspectors.leader, { kind: "approveScheme", text: "同意" })).rejects.toMatchObject({
      outcome: { refused: [{ code: "illegalStep" }] },
    });
  });

  it("tells a task of what it found before its submission is answered, and the task's workflow goes on from there", async () => {
    const now = at("2021-06-10", "10:00");
    const visit = "village-v1";
    const answers = (await linesOf(visit)).map((line) => answer(line, line === "works" ? "fail" : "pass"));
    await inspect(now, inspectors.leader, { kind: "fileLines", visit, answers, clock: deviceClock(now) });
    await inspect(now, inspectors.leader, { kind: "submitCheck", visit });
    // The submission is answered: the finding is there.
    const { rows } = await run.database.pool.query(
      "SELECT status FROM item WHERE plan_id = $1 AND id = 'zg-works-funds/v1'",
      [run.planId],
    );
    expect(rows).toEqual([{ status: "assigned" }]);
    const task = run.client.workflow.getHandle(workflowId(run.planId, "task/2"));
    const head = (await streamHeads(run.database.pool, run.planId)).find(({ stream }) => stream === "task/2");
    // It is signalled too, and learns when its stream is due next.
    await until(
      "the task's workflow to hear of it",
      async () => ((await task.query(streamHead)).seq === head?.seq ? true : undefined),
      { timeoutMs: 10_000 },
    );
    expect(await task.query(streamHead)).toMatchObject({ hash: head?.hash, nextDue: head?.nextDue });
    const clock = await run.store.moveClock(run.planId, at("2021-06-11", "10:00"));
    await run.gateway.act(run.planId, "task/2", command("signFor", people.clerk, "zg-works-funds/v1"), clock);
  });

  it("records several people's acts in their order and together, each with its own outcome", async () => {
    const clock = await run.store.moveClock(run.planId, at("2021-06-11", "11:00"));
    const visit = "village-v2";
    const [line = ""] = await linesOf(visit);
    const device = deviceClock(clock.now);
    const file = (actor: Actor, text: string) =>
      roundCommand(actor, { kind: "fileLines", visit, answers: [answer(line, "pass", { text })], clock: device });
    const commands = [
      roundCommand(inspectors.leader, { kind: "takeAlong", visit, device: "手机" }),
      file(inspectors.town, "不是检查组的"),
      file(inspectors.leader, "查过"),
      file(inspectors.member, "也查过"),
    ];
    const outcomes = await run.gateway.askAll(run.planId, ROUND, commands, clock);
    expect(outcomes.map(({ key }) => key)).toEqual(commands.map(({ key }) => key));
    expect(outcomes.map(({ refused }) => refused.map(({ code }) => code))).toEqual([[], ["notYours"], [], []]);
    const { rows } = await run.database.pool.query(
      "SELECT cause, xmin::text AS transaction FROM ledger WHERE plan_id = $1 AND stream = $2 ORDER BY seq DESC LIMIT 3",
      [run.planId, ROUND],
    );
    const recorded = commands.filter((_command, no) => no !== 1).map(({ key }) => `cmd/${key}`);
    expect(rows.map(({ cause }) => cause).toReversed()).toEqual(recorded);
    expect(new Set(rows.map(({ transaction }) => transaction)).size).toBe(1);
    // Sent again it is answered as it was, and nothing is recorded twice.
    expect(await run.gateway.askAll(run.planId, ROUND, commands, clock)).toEqual(outcomes);
    const again = await run.gateway.askAll(run.planId, ROUND, commands.slice(2), clock);
    expect(again.map(({ refused }) => refused)).toEqual([[], []]);
    const count = "SELECT count(*)::int AS count FROM ledger WHERE plan_id = $1 AND stream = $2 AND cause = ANY($3)";
    expect((await run.database.pool.query(count, [run.planId, ROUND, recorded])).rows).toEqual([{ count: 3 }]);
  });

  it("closes by itself, and is started anew with the tasks' after a rebuild", async () => {
    await silent(at("2021-07-12", "18:00"));
    const { rows } = await run.database.pool.query("SELECT status FROM inspection_round WHERE plan_id = $1", [
      run.planId,
    ]);
    expect(rows).toEqual([{ status: "closed" }]);
    expect(await words()).toMatch(/^Closed\. .*The bulletin is not signed yet\./);
    const announced = await streamsAnnounced(run.database.pool, run.planId);
    expect(announced.rounds.map(({ stream }) => stream)).toEqual([ROUND]);
    const plan = { planId: run.planId, mode: "rehearsal", openedAt: run.openedAt } as const;
    const { ended } = await run.gateway.workflows.restart(plan, announced, "small");
    expect(ended).toContain(ROUND);
    const clock = await run.store.moveClock(run.planId, at("2021-07-13", "10:00"));
    const head = (await streamHeads(run.database.pool, run.planId)).find(({ stream }) => stream === ROUND);
    expect(await run.gateway.tick(run.planId, ROUND, clock)).toMatchObject({ seq: head?.seq, hash: head?.hash });
  });
});
