/**
 * Plays every story on the real server. With DUBAN_RECORD_HISTORIES=1 a story whose fixture is missing is recorded; one
 * that is there is never overwritten: to renew it, delete it on purpose and give the reason in the commit.
 */
import { randomUUID } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { historyToJSON } from "@temporalio/common/lib/proto-utils.js";
import { Worker } from "@temporalio/worker";
import { expect, it } from "vitest";
import { PLAN_STREAM } from "../../domain/streams/streams.js";
import { drive, NOBODY } from "../../rehearsal/driver.js";
import { CHECKPOINT_WORKFLOW, POSTMAN, workflowId } from "../../workflows/names.js";
import type { NewItem } from "../../domain/streams/streams.js";
import { CommandRefused } from "../../gateway/failures.js";
import { stageRows } from "../../prisma/registers/staging.js";
import { keepers, keptBundle, registerCommand } from "../support/kept-bundle.js";
import type { RoundAct } from "../../domain/inspections/acts.js";
import type { Actor } from "../../domain/ledger/record.js";
import type { MonthAct } from "../../domain/months/acts.js";
import { draftHash } from "../../domain/months/answers.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import {
  answer,
  clock as deviceClock,
  groupOfAll,
  inspectedBundle,
  inspectors,
  roundCommand,
} from "../support/inspected-bundle.js";
import { rowsOfRequest, writeDraft } from "../../prisma/months/month-store.js";
import { askedBundle, desk, head, monthCommand, told } from "../support/asked-bundle.js";
import { bundle, bundleWithIdleTask } from "../support/small-bundle.js";
import { at, command, people } from "../support/small-plan.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";
import { startSmtp } from "../support/smtp.js";
import { signingKey } from "../../prisma/checkpoints/keys.js";
import { buildBundle } from "../../worker/bundle.js";
import { fileOf, readHistory, STORIES, type Story } from "./histories.js";

const STREAM = "task/2";
const KEY = signingKey({ keyFile: path.join(tmpdir(), `duban-key-${randomUUID()}.pem`), makeKey: true });

async function lifeOfAnItem(run: PlanRun): Promise<void> {
  const item = "works/v1";
  const step = async (
    day: string,
    kind: Parameters<typeof command>[0],
    actor: Parameters<typeof command>[1],
    more = {},
  ): Promise<void> => {
    const clock = await run.store.moveClock(run.planId, at(day, "10:00"));
    await run.gateway.act(run.planId, STREAM, command(kind, actor, item, more), clock);
  };
  await step("2021-04-12", "signFor", people.clerk);
  await step("2021-05-06", "reportProgress", people.clerk, { percent: 40 });
  await step("2021-06-25", "requestExtension", people.clerk, { to: "2021-07-30" });
  await step("2021-06-28", "proposeExtension", people.office, { grant: false });
  await step("2021-06-29", "decideExtension", people.group, { grant: false });
  await step("2021-07-12", "acknowledge", people.leader);
  await step("2021-07-13", "report", people.clerk);
  await step("2021-07-15", "returnForRework", people.office);
  await step("2021-07-20", "report", people.clerk);
  await step("2021-07-21", "verify", people.office);
  await step("2021-07-22", "closeOut", people.office);
}

/** Silence around one order on the whole plan: lists month by month, an order sent out and applied. */
async function orders(run: PlanRun): Promise<void> {
  const until = (day: string): ReturnType<typeof silence> => silence(run, at(day, "23:59"));
  await until("2021-06-10");
  const clock = await run.store.moveClock(run.planId, at("2021-06-10", "10:00"));
  const area = { townships: ["town1"], villages: [], until: "2021-07-09", reason: "防汛", approver: "leader/1" };
  const command = { key: "flood", actor: people.office, order: { kind: "suspendArea", ...area } } as const;
  const { items } = await run.gateway.order(run.planId, command, clock);
  for (const stream of items) await run.gateway.tick(run.planId, stream, clock);
  await until("2021-12-31");
}

/** An item of a task that had none is registered: the plan begins a stream for it, and sends it there. */
async function registration(run: PlanRun): Promise<void> {
  await silence(run, at("2021-06-10", "10:00"));
  const clock = await run.store.moveClock(run.planId, at("2021-06-10", "10:00"));
  const item: NewItem = {
    id: "x1/county",
    task: 3,
    milestone: "x1",
    target: "county",
    scope: "county",
    primaryUnit: "unit",
    deadline: "2021-09-30",
    assignOn: "2021-06-10",
    policy: 1,
  };
  const tasks = [{ no: 3, title: "任务三", leadUnit: "lead" }];
  const order = { kind: "registerItems", tasks, items: [item], reason: "专题会议" } as const;
  await run.gateway.order(run.planId, { key: "meeting", actor: people.office, order }, clock);
  await run.gateway.tick(run.planId, PLAN_STREAM, clock);
  await run.gateway.tick(run.planId, "task/3", clock);
  await silence(run, at("2021-12-31", "23:59"));
  await run.gateway.workflows.terminate(run.planId, "task/3", "the test is over");
}

async function silence(run: PlanRun, until: number | null = null): Promise<void> {
  const { planId, store, gateway } = run;
  await drive({ planId, store, gateway, people: NOBODY, until });
}

/** A round from its announcement to its close: approved, taken along, filed, submitted with a finding, chased. */
async function inspection(run: PlanRun): Promise<void> {
  await silence(run, at("2021-06-08", "18:00"));
  let now = at("2021-06-09", "10:00");
  const act = async (...acts: readonly RoundAct[]): Promise<void> => {
    for (const one of acts) {
      const clock = await run.store.moveClock(run.planId, (now += 60_000));
      await run.gateway.inspect(run.planId, "inspection/2021H1", roundCommand(inspectors.leader, one), clock);
    }
  };
  const visit = "village-v1";
  await act(
    { kind: "approveScheme", text: "同意" },
    groupOfAll(["v1", "v2", "v3", "v4"].map((place) => `village-${place}`)),
    { kind: "takeAlong", visit, device: "手机" },
    { kind: "fileLines", visit, answers: [answer("works", "fail"), answer("losses", "pass")], clock: deviceClock(now) },
  );
  // Which villages are visited is drawn; where only papers are looked at there is no third line.
  await act({ kind: "fileLines", visit, answers: [answer("ledger", "pass")], clock: deviceClock(now) }).catch(
    () => undefined,
  );
  await act({ kind: "submitCheck", visit });
  await silence(run, at("2021-07-12", "18:00"));
}

/** A register that begins with its first act, which moves percentages; what is refused; what is asked twice. */
async function keeping(run: PlanRun): Promise<void> {
  const { planId } = run;
  await silence(run, at("2021-04-20", "18:00"));
  for (const [no, village] of ["v1", "v2", "v1", "v1"].entries()) {
    const clock = await run.store.moveClock(planId, at("2021-04-21", `${10 + no}:00`));
    const rows = [{ row: village, was: 0, cells: { village, water: "达标", road: "未达标" } }];
    const batch = await stageRows(run.database.pool, { planId, register: "facilities" }, rows);
    const act = { kind: "changeRows", batch, rows: 1, from: "grid" } as const;
    // The third and the fourth find a row there already.
    const command = registerCommand(keepers.town1, act, `keep-${Math.min(no, 2)}`);
    await run.gateway
      .keep(planId, "register/facilities", command, clock, { mode: "rehearsal", openedAt: run.openedAt })
      .catch((error: unknown) => {
        if (!(error instanceof CommandRefused)) throw error;
      });
  }
}

/** A month from its announcement to its close: answered by one unit, confirmed by its head, others urged. */
async function month(run: PlanRun): Promise<void> {
  await silence(run, at("2021-04-20", "18:00"));
  const { planId } = run;
  const [pool, unit] = [run.database.pool, "unit"] as const;
  const asked = await rowsOfRequest(pool, planId, "2021-04", unit);
  const rows = asked.map(({ key }) => ({ key, cells: told("10") }));
  const now = at("2021-04-21", "10:00");
  await writeDraft(pool, { planId, month: "2021-04", unit, person: "p-unit-desk", at: now }, rows);
  const act = async (actor: Actor, one: MonthAct): Promise<void> => {
    const clock = await run.store.moveClock(planId, now);
    await run.gateway.progress(planId, "month/2021-04", monthCommand(actor, one), clock);
  };
  await act(desk(unit), { kind: "answerRequest", unit, sha256: draftHash(rows) });
  await act(head(unit), { kind: "confirmAnswer", unit, version: 1 });
  await silence(run, at("2021-05-06", "18:00"));
}

/** Letters closed, sent, refused and sent again. */
async function postman(run: PlanRun): Promise<void> {
  await silence(run, at("2021-06-02", "23:59"));
  await run.gateway.drainLetters(run.planId, "drain");
}

/** One tick after the other until the run is longer than a run may be. */
async function ticks(run: PlanRun): Promise<void> {
  const clock = await run.store.moveClock(run.planId, at("2021-04-13", "10:00"));
  for (let no = 0; no < 130; no++) await run.gateway.tick(run.planId, STREAM, clock);
}

/** Signed, appended to its file and mailed, as the schedule has it done each night. */
async function checkpoint(run: PlanRun): Promise<void> {
  const { client, planId, taskQueue } = run;
  await client.workflow.execute(CHECKPOINT_WORKFLOW, { workflowId: workflowId(planId, CHECKPOINTED), taskQueue });
}
const CHECKPOINTED = "checkpoint";

interface StoryOf {
  /** The stream, or what else the workflow's id ends in. */
  readonly stream: string;
  readonly play: (run: PlanRun) => Promise<void>;
  /** Events that its history has at least. */
  readonly least?: number;
}

/** Each story, and the stream whose workflow's history tells it. */
const stories: Record<Story, StoryOf> = {
  silence: { stream: STREAM, play: (run) => silence(run) },
  "life-of-an-item": { stream: STREAM, play: lifeOfAnItem },
  orders: { stream: PLAN_STREAM, play: orders },
  "order-in-a-task": { stream: STREAM, play: orders },
  registration: { stream: PLAN_STREAM, play: registration },
  postman: { stream: POSTMAN, play: postman },
  "run-at-its-length": { stream: STREAM, play: ticks },
  checkpoint: { stream: CHECKPOINTED, play: checkpoint, least: 20 },
  "round-announced": { stream: PLAN_STREAM, play: inspection },
  inspection: { stream: "inspection/2021H1", play: inspection },
  register: { stream: "register/facilities", play: keeping, least: 20 },
  "month-announced": { stream: PLAN_STREAM, play: month },
  month: { stream: "month/2021-04", play: month, least: 20 },
};

const bundles: { readonly [S in Story]?: PlanBundle } = {
  registration: bundleWithIdleTask,
  "round-announced": inspectedBundle,
  inspection: inspectedBundle,
  register: keptBundle,
  "month-announced": askedBundle,
  month: askedBundle,
};

it.each(STORIES)("%s can be played, and its history replays", async (story) => {
  const { stream, play, least = 31 } = stories[story];
  const smtp = await startSmtp({ rcpt: (_, nth) => (nth === 1 ? 451 : undefined) });
  const run = await startPlan(bundles[story] ?? bundle, undefined, {
    mail: { mailboxUrl: smtp.url },
    checkpoints: { key: KEY, file: path.join(tmpdir(), `${randomUUID()}.jsonl`), addresses: ["office@sample.invalid"] },
  });
  await run.startWorker();
  if (stream === POSTMAN) await run.openPostman();
  await run.open();
  const handle = run.client.workflow.getHandle(workflowId(run.planId, stream));
  // What the story itself starts has no run yet.
  const begins = stream === CHECKPOINTED || /^(?:inspection|register|month)\//.test(stream);
  const runId = begins ? undefined : (await handle.describe()).runId;
  await play(run);
  // The run that the story began with, also where it was continued as new.
  const history = await run.client.workflow.getHandle(workflowId(run.planId, stream), runId).fetchHistory();
  await run.close();
  await smtp.stop();
  expect(history.events?.length).toBeGreaterThanOrEqual(least);
  if (process.env.DUBAN_RECORD_HISTORIES && !existsSync(fileOf(story)))
    // A failed attempt quotes where it failed: the folder is this machine's.
    writeFileSync(fileOf(story), historyToJSON(history).replaceAll(process.cwd(), "/duban"));
  await Worker.runReplayHistory({ workflowBundle: { code: await buildBundle() } }, history);
});

it("a run ends at its length", async () => {
  const { events } = readHistory("run-at-its-length");
  expect(events.length).toBeGreaterThan(500);
  expect(events.length).toBeLessThan(520);
  expect(events.at(-1)?.eventType).toBe("EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW");
});
