/**
 * Channels with a worker process of its own: a live plan from its first instant to what a person reads on their telephone and
 * the office on the page; and a worker that is killed in the middle of sending.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import type { LetterDetail, Letters } from "../../api/letters/schemas.js";
import { addDays, dateAt, instantAt } from "../../domain/plan/plan-date.js";
import { always } from "../support/callers.js";
import { type Child, startChild } from "../../embedded/supervisor.js";
import { until } from "../../embedded/wait.js";
import { capacitiesOf } from "../../api/rights/capacities.js";
import { ROLES } from "../../domain/people/roles.js";
import { serve } from "../api/support.js";
import { dueAt } from "../support/due-plan.js";
import { liveLetters, withPersons } from "../support/live-letters.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";
import { startWebhook } from "../support/channels/webhook.js";
import { startWecom } from "../support/channels/wecom.js";
import { command, OFFSET, people } from "../support/small-plan.js";
import { startSmtp } from "../support/smtp.js";

const root = path.resolve(import.meta.dirname, "../..");
/** A worker process first builds its bundle; on a busy machine that alone takes half a minute. */
const SLOW = 150_000;
const stops: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function startWorkerProcess(run: PlanRun, env: NodeJS.ProcessEnv): Promise<{ child: Child; log: () => string }> {
  const folder = mkdtempSync(path.join(tmpdir(), "duban-channels-"));
  stops.push(() => rmSync(folder, { recursive: true, force: true }));
  const logFile = path.join(folder, "worker.log");
  const child = await startChild({
    name: "worker",
    entry: path.join(root, "worker/main.ts"),
    env: {
      ...process.env,
      DATABASE_URL: run.database.url,
      TEMPORAL_ADDRESS: process.env.DUBAN_TEST_TEMPORAL_ADDRESS,
      TEMPORAL_NAMESPACE: process.env.DUBAN_TEST_TEMPORAL_NAMESPACE,
      DUBAN_TASK_QUEUE: run.taskQueue,
      DUBAN_STATE_DIR: folder,
      ...env,
    },
    logFile,
  });
  stops.push(() => child.stop());
  return { child, log: () => readFileSync(logFile, "utf8") };
}

it(
  "brings a live plan's letter to the person's telephone, and how it went to the page",
  async () => {
    const [smtp, wecom] = await Promise.all([startSmtp(), startWecom()]);
    stops.push(
      () => smtp.stop(),
      () => wecom.stop(),
    );
    // Opened yesterday: everything of its first day is due at once. The page needs a time zone that clocks know.
    const { plan } = dueAt(Date.now());
    const today = dateAt(Date.now(), OFFSET);
    const start = addDays(today, -1);
    const bundle = withPersons(
      { "p-unit-desk": { email: "unit@sample.invalid", wecom: "unit" } },
      { ...plan, plan: { ...plan.plan, start, timeZone: { name: "Asia/Shanghai", offsetMinutes: OFFSET } } },
    );
    const run = await startPlan(bundle, undefined, { mode: "live", openedAt: instantAt(start, "08:00", OFFSET) });
    stops.push(() => run.close());
    const worker = await startWorkerProcess(run, {
      DUBAN_MAILBOX_URL: smtp.url,
      DUBAN_PUBLIC_URL: "https://duban.example",
      ...wecom.env,
    });
    // The person chooses before anything closes.
    const capacities = capacitiesOf(bundle, "p-unit-desk", today);
    const caller = {
      accountId: "clerk",
      kind: "person" as const,
      person: "p-unit-desk",
      capacities,
      roles: new Set(ROLES),
    };
    const api = await serve(run.database.pool, { authenticate: always(caller) }, undefined, 0, undefined, [
      "mail",
      "wecom",
    ]);
    stops.push(() => api.close());
    const at = `/api/v1/plans/${run.planId}`;
    const chosen = await fetch(`${api.base}${at}/me/channels`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: api.base },
      body: JSON.stringify({ channels: ["wecom"] }),
    });
    expect([chosen.status, await chosen.json()]).toMatchObject([200, { goesBy: ["wecom"], chosen: ["wecom"] }]);

    await run.open();
    // What fell due is assigned; then a leader's instruction, whose letter waits for no closing of the day's.
    const items = async () =>
      (await run.ledger.readStream(run.planId, "task/2")).filter(({ type }) => type === "assigned");
    await expect.poll(items, { timeout: 60_000 }).not.toHaveLength(0);
    const replyBy = addDays(today, 14);
    for (const unit of ["unit", "lead"])
      await run.gateway.act(
        run.planId,
        "task/2",
        command("instruct", people.leader, "works/v1", { unit, replyBy }),
        null,
      );
    const instruction = () => wecom.shown.find(({ text }) => text.startsWith("批示交办通知"));
    await expect.poll(instruction, { timeout: 60_000 }).toBeDefined();
    const message = instruction();
    expect(message?.text).toMatch(
      /^批示交办通知：合成\n本件所列.*示例数据.*\n单位unit：\n请于.*（含当日）前书面反馈批示办理情况。\n.*就.*“事项works”作出批示.*\n时限2027年6月30日\n/,
    );
    const letterId = message?.url?.split("/").at(-1) ?? "";
    expect(message?.url).toBe(`https://duban.example/plans/${run.planId}/letters/${letterId}`);
    await expect
      .poll(async () => (await api.json<LetterDetail>(`${at}/letters/${letterId}`)).deliveries, { timeout: 20_000 })
      .toMatchObject([
        { channel: "wecom", state: "sent", attempts: 1, receipt: expect.stringMatching(/^msg-\d+$/), lastError: null },
      ]);
    const detail = await api.json<LetterDetail>(`${at}/letters/${letterId}`);
    expect(detail).toMatchObject({ state: "sent", person: { id: "p-unit-desk" } });
    expect(detail.copyText).toMatch(/^批示交办通知：合成\n/);
    // Those who chose nothing have mail.
    await expect
      .poll(() => smtp.arrivals.map(({ to }) => to), { timeout: 20_000 })
      .toContain("p-lead-desk@sample.invalid");
    expect(smtp.arrivals.map(({ to }) => to)).not.toContain("unit@sample.invalid");
    const { rows } = await api.json<Letters>(`${at}/letters?person=p-lead-desk`);
    expect((await api.json<LetterDetail>(`${at}/letters/${rows[0]?.id}`)).deliveries).toMatchObject([
      { channel: "mail" },
    ]);
    expect(worker.log()).not.toMatch(/wecom-secret|wc-\d/);
  },
  SLOW,
);

it(
  "kill -9 in the middle of sending: every letter arrives, those under way again under the same id",
  async () => {
    let taken = 0;
    let kill = (): void => undefined;
    const webhook = await startWebhook(() => {
      if (++taken !== 6) return undefined;
      kill();
      return { hang: true };
    });
    stops.push(() => webhook.stop());
    const smtp = await startSmtp();
    stops.push(() => smtp.stop());
    const nobody = Object.fromEntries(
      ["unit", "lead", "town1", "town2", "office"].map((unit) => [`p-${unit}-desk`, {}]),
    );
    const letters = await liveLetters(nobody, { until: "2021-06-30" });
    stops.push(() => letters.close());
    const { child } = await startWorkerProcess(letters.run, { ...webhook.env, DUBAN_MAILBOX_URL: smtp.url });
    kill = () => process.kill(child.pid(), "SIGKILL");
    await letters.startPostman();
    await letters.drain();
    await until("the worker is back", () => Promise.resolve(child.restarts() > 0 || undefined), { timeoutMs: 30_000 });
    // Everybody else has an address, and mail.
    const sent = (await letters.letters()).filter(({ person }) => person !== null && Object.hasOwn(nobody, person));
    expect(sent.length).toBeGreaterThan(8);
    for (const letter of sent) expect(letter).toMatchObject({ state: "sent", ways: ["webhook sent"] });
    const ids = sent.map(({ messageId }) => `msg_${messageId.replaceAll(/[<>]/g, "").replaceAll(/[.@]/g, "_")}`);
    expect([...webhook.received.keys()].sort()).toEqual(ids.sort());
    const again = ids.filter((id) => webhook.times(id) > 1);
    // What had been taken and not been marked at that moment, or was on one of the four connections.
    expect(again.length).toBeGreaterThan(0);
    expect(again.length).toBeLessThanOrEqual(6 + 4);
    for (const id of again) expect(webhook.times(id)).toBe(2);
  },
  SLOW,
);
