/** Two processes that only send share a plan's letters, and one of them is killed in the middle. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { type Child, startChild } from "../../embedded/supervisor.js";
import { POSTMAN, workflowId } from "../../workflows/names.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";
import { bundle } from "../support/small-bundle.js";
import { startSmtp } from "../support/smtp.js";

const root = path.resolve(import.meta.dirname, "../..");
const stops: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** Letters that wait: more than one process sends in the five seconds after which the postman asks for others. */
const LETTERS = 1_400;
/** By then they are at work, and a good many letters are left. */
const KILLED_AT = 1_150;

async function queueLetters({ database: { pool }, planId }: PlanRun): Promise<void> {
  await pool.query(
    `INSERT INTO letter (plan_id, id, group_key, supplement, instrument, delivery, person, plan_day, closed_at, message_id, state)
     SELECT $1, 'l' || no, 'l' || no, 0, 'urge', 'batched', 'p-unit-desk', '2021-04-12', 5, '<l' || no || '@test.invalid>', 'queued'
     FROM generate_series(1, $2) AS no`,
    [planId, LETTERS],
  );
  await pool.query(
    `INSERT INTO letter_delivery (plan_id, letter_id, channel, place, state)
     SELECT $1, 'l' || no, 'mail', 0, 'queued' FROM generate_series(1, $2) AS no`,
    [planId, LETTERS],
  );
}

async function startSender(run: PlanRun, mailboxUrl: string): Promise<Child> {
  const folder = mkdtempSync(path.join(tmpdir(), "duban-sender-"));
  stops.push(() => rmSync(folder, { recursive: true, force: true }));
  const child = await startChild({
    name: "sender",
    entry: path.join(root, "worker/main.ts"),
    env: {
      ...process.env,
      DATABASE_URL: run.database.url,
      TEMPORAL_ADDRESS: process.env["DUBAN_TEST_TEMPORAL_ADDRESS"],
      TEMPORAL_NAMESPACE: process.env["DUBAN_TEST_TEMPORAL_NAMESPACE"],
      DUBAN_TASK_QUEUE: run.taskQueue,
      DUBAN_WORKER_ROLE: "letters",
      DUBAN_MAILBOX_URL: mailboxUrl,
      DUBAN_STATE_DIR: folder,
    },
    logFile: path.join(folder, "sender.log"),
  });
  stops.push(() => child.stop());
  return child;
}

/** Kills one of the senders that Temporal says are at work. */
async function killOneAtWork({ client, planId }: PlanRun, senders: readonly Child[]): Promise<void> {
  const { raw } = await client.workflow.getHandle(workflowId(planId, POSTMAN)).describe();
  const atWork = new Set((raw.pendingActivities ?? []).map(({ lastWorkerIdentity }) => lastWorkerIdentity));
  // `<pid>@<host>`, as the SDK names a worker.
  const [pid] = senders
    .map((sender) => sender.pid())
    .filter((one) => [...atWork].some((id) => id?.startsWith(`${one}@`)));
  if (pid === undefined) throw new Error(`no sender is at work, of ${[...atWork].join(", ")}`);
  process.kill(pid, "SIGKILL");
}

/** The processes that took a sender's work, one for each, as Temporal has them. */
async function sendersOf({ client, planId }: PlanRun): Promise<string[]> {
  const { events } = await client.workflow.getHandle(workflowId(planId, POSTMAN)).fetchHistory();
  return (events ?? []).flatMap((event) => event.activityTaskStartedEventAttributes?.identity ?? []);
}

/** A plan whose letters two processes send. */
async function startShared(smtp: Awaited<ReturnType<typeof startSmtp>>) {
  stops.push(() => smtp.stop());
  const run = await startPlan(bundle, undefined, { mail: { mailboxUrl: smtp.url } });
  stops.push(() => run.close());
  await run.startWorker(undefined, "plans");
  const senders = await Promise.all([startSender(run, smtp.url), startSender(run, smtp.url)]);
  await queueLetters(run);
  return { run, senders };
}

it("each letter is accepted once, or again under its Message-ID; the other goes on", async () => {
  const smtp = await startSmtp({ delay: () => 60 });
  const { run, senders } = await startShared(smtp);
  const killed: Promise<void>[] = [];
  smtp.onArrival(() => {
    if (smtp.arrivals.length === KILLED_AT) killed.push(killOneAtWork(run, senders));
  });
  await run.openPostman();
  await run.gateway.drainLetters(run.planId, "drain");
  expect(killed).toHaveLength(1);
  await Promise.all(killed);
  expect(await run.letters.counts(run.planId)).toMatchObject({ sent: LETTERS, queued: 0, failed: 0 });
  const times = new Map<string, number>();
  for (const { messageId } of smtp.arrivals) times.set(messageId, (times.get(messageId) ?? 0) + 1);
  expect(times.size).toBe(LETTERS);
  // What came twice had arrived without being settled when its process died, of three senders in it at most: a batch that had come
  // in and one on its way to the database, or was on one of the ten connections.
  expect(smtp.arrivals.length - times.size).toBeLessThanOrEqual(3 * (50 + 50) + 10);
  expect(new Set(await sendersOf(run)).size).toBeGreaterThanOrEqual(2);
  expect(senders.map((sender) => sender.restarts()).sort((a, b) => a - b)).toEqual([0, 1]);
}, 180_000);

it("of the senders that are wanted at once each process gets one before any gets two", async () => {
  const smtp = await startSmtp({ delay: () => 60 });
  const { run } = await startShared(smtp);
  await run.openPostman();
  await run.gateway.drainLetters(run.planId, "drain");
  expect(await run.letters.counts(run.planId)).toMatchObject({ sent: LETTERS, queued: 0, failed: 0 });
  // The first was alone, until its time was up; what was left then is worth several.
  const [, ...wanted] = await sendersOf(run);
  expect(wanted.length).toBeGreaterThanOrEqual(3);
  expect(new Set(wanted).size).toBe(2);
}, 180_000);
