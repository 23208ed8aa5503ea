/**
 * Letters when the mail server refuses, delays, drops the connection or is away, and when the worker dies: each is taken
 * once, or again under the same Message-ID, none is lost, and the ledger knows nothing of it.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startChild } from "../../embedded/supervisor.js";
import { until } from "../../embedded/wait.js";
import { listAlarms } from "../../prisma/alarms/alarm-store.js";
import { ledgerHead } from "../../prisma/ledger/verify.js";
import { drive, NOBODY } from "../../rehearsal/driver.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";
import { bundle } from "../support/small-bundle.js";
import { at } from "../support/small-plan.js";
import { type Behaviour, startSmtp, type TestSmtp } from "../support/smtp.js";

const root = path.resolve(import.meta.dirname, "../..");
/** Past the escalation of what was due at the end of June: every automatic instrument of the ladder has gone out. */
const UNTIL = at("2021-07-16", "23:59");

interface Sent {
  readonly id: string;
  readonly messageId: string;
  readonly state: string;
  readonly person: string | null;
}

async function lettersOf(run: PlanRun): Promise<Sent[]> {
  const { rows } = await run.database.pool.query(
    `SELECT id, trim('<>' FROM message_id) AS "messageId", state, person FROM letter WHERE plan_id = $1 AND state <> 'superseded'`,
    [run.planId],
  );
  return rows;
}

const bare = (messageId: string): string => messageId.replaceAll(/[<>]/g, "");
const address = (person: string): string => `${person}@sample.invalid`;

/** Drives the plan, its letters closing; sending may go on. */
async function play(run: PlanRun): Promise<void> {
  await drive({
    planId: run.planId,
    store: run.store,
    gateway: run.gateway,
    people: NOBODY,
    until: UNTIL,
  });
}

async function begin(smtp: TestSmtp): Promise<PlanRun> {
  const run = await startPlan(bundle, undefined, { mail: { mailboxUrl: smtp.url } });
  await run.startWorker();
  await run.openPostman();
  await run.open();
  return run;
}

/** Every letter that counts as sent has arrived, none that has not; twice only where `again` allows it. */
async function expectDelivered(run: PlanRun, smtp: TestSmtp, again: (to: string) => boolean): Promise<Sent[]> {
  const letters = await lettersOf(run);
  const arrived = new Map<string, number>();
  for (const { messageId } of smtp.arrivals) arrived.set(bare(messageId), (arrived.get(bare(messageId)) ?? 0) + 1);
  const sent = letters.filter((letter) => letter.state === "sent").map((letter) => letter.messageId);
  expect([...arrived.keys()].sort()).toEqual(sent.sort());
  for (const { to, messageId } of smtp.arrivals) if (!again(to)) expect(arrived.get(bare(messageId)), to).toBe(1);
  return letters;
}

let undisturbed: string;
beforeAll(async () => {
  const smtp = await startSmtp();
  const run = await begin(smtp);
  await play(run);
  await run.gateway.drainLetters(run.planId, "drain");
  const letters = await expectDelivered(run, smtp, () => false);
  expect(letters.length).toBeGreaterThan(30);
  expect(letters.filter((letter) => !["sent", "draft"].includes(letter.state))).toEqual([]);
  // One for each recipient, instrument and plan day: the subject begins with the instrument's name.
  const kinds = smtp.arrivals.map(({ to, subject, date }) => `${to} ${subject.split("：")[0]} ${date?.toISOString()}`);
  expect(new Set(kinds).size).toBe(kinds.length);
  for (const { subject } of smtp.arrivals) expect(subject).toMatch(/^【推演】/);
  // Closing again makes nothing new.
  expect(await run.gateway.closeLetters(run.planId, UNTIL)).toBe(0);
  expect(await lettersOf(run)).toHaveLength(letters.length);
  undisturbed = await ledgerHead(run.database.pool, run.planId);
  await run.close();
  await smtp.stop();
});

describe("a mail server", () => {
  it("that refuses, delays and drops: others go on, and none is lost", async () => {
    const behaviour: Behaviour = {
      rcpt: (to, nth) =>
        to === address("p-lead-desk") ? 550 : to === address("p-town1-desk") && nth < 3 ? 451 : undefined,
      data: (to, nth) =>
        to === address("p-town2-desk")
          ? "554 5.1.1 no mailbox here by that name"
          : to === address("p-unit-desk") && nth === 1
            ? "drop"
            : undefined,
      delay: (to) => (to === address("p-town1-head") ? 1_500 : 0),
    };
    const smtp = await startSmtp(behaviour);
    const run = await begin(smtp);
    await play(run);
    await run.gateway.drainLetters(run.planId, "drain");
    const letters = await expectDelivered(run, smtp, (to) => to === address("p-unit-desk"));
    const dead = new Set(["p-lead-desk", "p-town2-desk"]);
    for (const { state, person } of letters)
      if (state !== "draft") expect(state, person ?? "").toBe(person !== null && dead.has(person) ? "failed" : "sent");
    // The one whose connection was dropped has its letter twice, under one Message-ID.
    const twice = smtp.arrivals.filter(({ to }) => to === address("p-unit-desk")).map(({ messageId }) => messageId);
    expect(twice.length).toBe(new Set(twice).size + 1);
    // A letter that was refused for a while came after those that closed with it: they did not wait.
    const first = smtp.arrivals.filter(({ date }) => date?.getTime() === at("2021-04-12", "09:10"));
    const others = first.filter(({ to }) => to !== address("p-unit-desk"));
    expect(others.length).toBeGreaterThan(1);
    expect(others.at(-1)?.to).toBe(address("p-town1-desk"));
    // The office is told of the dead addresses, once a month.
    const failed = (await listAlarms(run.database.pool, run.planId)).filter((alarm) => alarm.kind === "letterFailed");
    expect(failed.map((alarm) => alarm.key).sort()).toEqual(["letterFailed/p-lead-desk", "letterFailed/p-town2-desk"]);
    expect(failed.every((alarm) => alarm.count > 1)).toBe(true);
    await run.gateway.closeLetters(run.planId, at("2021-08-02"));
    await run.gateway.drainLetters(run.planId, "drain-2");
    expect(smtp.arrivals.filter(({ subject }) => subject.includes("送达提示")).length).toBeGreaterThan(0);
    // And the ledger knows nothing of it.
    expect(await ledgerHead(run.database.pool, run.planId)).toBe(undisturbed);
    await run.close();
    await smtp.stop();
  });

  it("that is away: nothing waits for it, and everything goes when it is back", async () => {
    const smtp = await startSmtp();
    await smtp.stop();
    const run = await begin(smtp);
    await play(run);
    expect(await ledgerHead(run.database.pool, run.planId)).toBe(undisturbed);
    const { queued, sent } = await run.letters.counts(run.planId);
    expect([queued > 30, sent]).toEqual([true, 0]);
    await smtp.start();
    await run.gateway.drainLetters(run.planId, "drain");
    await expectDelivered(run, smtp, () => false);
    const letters = await lettersOf(run);
    expect(letters.filter((letter) => !["sent", "draft"].includes(letter.state))).toEqual([]);
    await run.close();
    await smtp.stop();
  }, 120_000);
});

it("a rehearsal's letters go to the local mailbox, whatever mail server is set; a live plan's to that server", async () => {
  const [mailbox, server] = [await startSmtp(), await startSmtp()];
  const mail = { mailboxUrl: mailbox.url, smtpUrl: server.url };
  const run = await startPlan(bundle, undefined, { mail });
  await run.startWorker();
  await run.openPostman();
  await run.open();
  await drive({
    planId: run.planId,
    store: run.store,
    gateway: run.gateway,
    people: NOBODY,
    until: at("2021-04-12", "23:59"),
  });
  await run.gateway.drainLetters(run.planId, "drain");
  expect(mailbox.arrivals.length).toBeGreaterThan(3);
  expect(server.arrivals).toEqual([]);
  // The database says what a plan is: not the workflow's input, which still says rehearsal.
  const before = mailbox.arrivals.length;
  await run.database.pool.query("UPDATE plan SET mode = 'live' WHERE id = $1", [run.planId]);
  await run.database.pool.query(
    `WITH again AS (UPDATE letter SET state = 'queued' WHERE plan_id = $1 AND state = 'sent' RETURNING id)
     UPDATE letter_delivery SET state = 'queued', due_at = now() FROM again WHERE plan_id = $1 AND letter_id = id`,
    [run.planId],
  );
  await run.client.workflow.getHandle(`plan/${run.planId}/postman`).terminate();
  await run.openPostman();
  await run.gateway.drainLetters(run.planId, "drain");
  expect(server.arrivals.length).toBe(before);
  expect(mailbox.arrivals.length).toBe(before);
  await run.close();
  await Promise.all([mailbox.stop(), server.stop()]);
});

describe("kill -9 of the worker in the middle of sending", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "duban-letters-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("loses none: what was taken without being marked comes again under the same Message-ID", async () => {
    const smtp = await startSmtp({ delay: () => 40 });
    const run = await startPlan(bundle);
    const worker = await startChild({
      name: "worker",
      entry: path.join(root, "worker/main.ts"),
      env: {
        ...process.env,
        DATABASE_URL: run.database.url,
        TEMPORAL_ADDRESS: process.env.DUBAN_TEST_TEMPORAL_ADDRESS,
        TEMPORAL_NAMESPACE: process.env.DUBAN_TEST_TEMPORAL_NAMESPACE,
        DUBAN_TASK_QUEUE: run.taskQueue,
        DUBAN_MAILBOX_URL: smtp.url,
        DUBAN_STATE_DIR: folder,
      },
      logFile: path.join(folder, "worker.log"),
    });
    await run.openPostman();
    await run.open();
    let killed = 0;
    smtp.onArrival(() => {
      if (smtp.arrivals.length !== 12) return;
      process.kill(worker.pid(), "SIGKILL");
      killed++;
    });
    await play(run);
    await run.gateway.drainLetters(run.planId, "drain");
    expect(killed).toBe(1);
    await until("the worker is back", () => Promise.resolve(worker.restarts() > 0 || undefined), { timeoutMs: 30_000 });
    const letters = await expectDelivered(run, smtp, () => true);
    expect(letters.filter((letter) => !["sent", "draft"].includes(letter.state))).toEqual([]);
    // No more came twice than had arrived unmarked at that moment, or was on one of the ten connections.
    const twice = smtp.arrivals.length - new Set(smtp.arrivals.map(({ messageId }) => messageId)).size;
    expect(twice).toBeLessThanOrEqual(12 + 10);
    expect(await ledgerHead(run.database.pool, run.planId)).toBe(undisturbed);
    await worker.stop();
    await run.close();
    await smtp.stop();
  });
});
