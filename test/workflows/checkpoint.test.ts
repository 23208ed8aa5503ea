/** The schedule has a checkpoint made each night: signed, kept, appended to its file, mailed; and says when the one before does not fit. */
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { until } from "../../embedded/wait.js";
import { ensureCheckpointSchedule } from "../../gateway/checkpoint-schedule.js";
import { readCheckpointLines } from "../../prisma/checkpoints/checkpoint.js";
import { keptCheckpoints } from "../../prisma/checkpoints/checkpoint-store.js";
import { compareWithCheckpoints } from "../../prisma/checkpoints/compare.js";
import { readCheckpointSettings } from "../../prisma/checkpoints/config.js";
import { readPublicKey, signingKey } from "../../prisma/checkpoints/keys.js";
import { CHECKPOINT_SCHEDULE, CHECKPOINT_WORKFLOW } from "../../workflows/names.js";
import { forge, rehash } from "../support/forge.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";
import { bundle } from "../support/small-bundle.js";
import { startSmtp, type TestSmtp } from "../support/smtp.js";

const folder = mkdtempSync(path.join(tmpdir(), "duban-checkpoints-"));
const settings = readCheckpointSettings({ DUBAN_CHECKPOINT_MAIL: "a@sample.invalid, b@sample.invalid" }, folder);
const key = signingKey(settings);
let smtp: TestSmtp;
let run: PlanRun;

beforeAll(async () => {
  // The second address's first mail is put off: it is sent again, and the first one's is not.
  smtp = await startSmtp({ rcpt: (address, nth) => (address === "b@sample.invalid" && nth === 1 ? 451 : undefined) });
  run = await startPlan(bundle, undefined, { mail: { mailboxUrl: smtp.url }, checkpoints: { key, ...settings } });
  await run.startWorker();
  await run.open();
});
afterAll(async () => {
  await run.client.schedule.getHandle(CHECKPOINT_SCHEDULE).delete();
  await run.close();
  await smtp.stop();
});

const lines = () => readCheckpointLines(readFileSync(settings.file, "utf8"), key.publicKey);
const make = (): Promise<number> =>
  run.client.workflow.execute(CHECKPOINT_WORKFLOW, {
    workflowId: `checkpoint-${randomUUID()}`,
    taskQueue: run.taskQueue,
  });

it("keeps its key to itself and shows the public one", () => {
  expect(statSync(settings.keyFile).mode & 0o777).toBe(0o600);
  expect(signingKey(settings).publicKey).toBe(key.publicKey);
  expect(readPublicKey(key.publicKey)).toBe(key.publicKey);
  expect(() => readPublicKey("no key")).toThrow(/no Ed25519 public key/);
  const named = readCheckpointSettings({ DUBAN_CHECKPOINT_KEY_PATH: path.join(folder, "missing.pem") }, folder);
  expect(() => signingKey(named)).toThrow(/missing\.pem can't be read.*openssl genpkey -algorithm ed25519/);
  expect(() => readCheckpointSettings({ DUBAN_CHECKPOINT_MAIL: "nobody" })).toThrow(/DUBAN_CHECKPOINT_MAIL must be/);
});

it("is made by the schedule, which is there once however often it is asked for", async () => {
  await ensureCheckpointSchedule(run.client, "another-queue");
  await ensureCheckpointSchedule(run.client, run.taskQueue);
  const schedule = run.client.schedule.getHandle(CHECKPOINT_SCHEDULE);
  const { spec, action, info } = await schedule.describe();
  expect([action.type, "taskQueue" in action && action.taskQueue]).toEqual(["startWorkflow", run.taskQueue]);
  expect(spec.timezone).toBe("Asia/Shanghai");
  const [next] = info.nextActionTimes;
  expect(next?.toISOString()).toMatch(/T18:30:00/);
  await schedule.trigger();
  await until("both mails are there", () => Promise.resolve(smtp.arrivals.length === 2 || undefined), {
    timeoutMs: 30_000,
  });
  const [kept] = await keptCheckpoints(run.database.pool);
  expect(kept?.says.plans.map(({ plan }) => plan)).toEqual([run.planId]);
  expect(lines()).toEqual([kept]);
  expect(statSync(settings.file).mode & 0o777).toBe(0o600);
});

it("goes by mail with a file that verification takes", async () => {
  const to = smtp.arrivals.map((letter) => letter.to);
  expect(to.sort()).toEqual(["a@sample.invalid", "b@sample.invalid"]);
  const [letter] = smtp.arrivals;
  expect(letter?.subject).toBe("督办系统办理记录校验点第1号");
  expect(letter?.text).toContain(`npm run ledger:verify -- --checkpoint checkpoint-1.jsonl --key ${key.publicKey}`);
  expect(readCheckpointLines(letter?.attachments[0] ?? "", key.publicKey)[0]?.says.no).toBe(1);
});

it("makes up in the file for what could not be written, and for half a line", async () => {
  await make();
  writeFileSync(settings.file, `${readFileSync(settings.file, "utf8").split("\n")[0]}\n{"content":"half`);
  await make();
  expect(lines().map(({ says }) => says.no)).toEqual([1, 2, 3]);
});

it("tells whoever gets it that the ledger does not fit the one before", async () => {
  await forge(run.database.pool, `UPDATE ledger SET cause = 'other' WHERE stream = 'task/2' AND seq = 2`);
  await rehash(run.database.pool, run.planId, "task/2");
  const before = smtp.arrivals.length;
  await make();
  const told = smtp.arrivals.slice(before);
  expect(told).toHaveLength(2);
  expect(told[0]?.subject).toBe("【核对不符】督办系统办理记录校验点第4号");
  expect(told[0]?.text).toMatch(/发现1处不符[\s\S]*stream task\/2: row \d+ is not the one that checkpoint 3/);
});

it("keeps in the file what a restored database has lost, beside what it makes instead", async () => {
  await forge(run.database.pool, "DELETE FROM ledger_checkpoint WHERE no > 2");
  await make();
  expect(lines().map(({ says }) => says.no)).toEqual([1, 2, 3, 3, 4]);
  const { problems } = await compareWithCheckpoints(run.database.pool, lines());
  expect(problems.join("\n")).toMatch(/there are two checkpoints 3, made at/);
  expect(problems.join("\n")).toMatch(/1 checkpoints are not in this database's table ledger_checkpoint/);
});
