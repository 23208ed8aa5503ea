/** `npm run plan:change` as its user runs it: a process of its own, killed and run again. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RUN } from "../../embedded/supervisor.js";
import { until } from "../../embedded/wait.js";
import { loadPlan } from "../../loader/load-plan.js";
import { auditEvents } from "../../prisma/accounts/audit-store.js";
import { newestChange } from "../../prisma/plans/plan-store.js";
import { readOptions } from "../../scripts/plan-change-command.js";
import { copyPlan, type PlanCopy } from "../support/copy-plan.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";
import { startSmtp, type TestSmtp } from "../support/smtp.js";

const ROOT = path.resolve(import.meta.dirname, "../..");
let plan: PlanCopy;
let run: PlanRun;

beforeAll(async () => {
  smtp = await startSmtp();
  plan = copyPlan();
  const loaded = await loadPlan(plan.folder);
  if (!loaded.ok) throw new Error("the example does not load");
  run = await startPlan(loaded.bundle, undefined, { mode: "live", openedAt: Date.now() });
  await run.startWorker();
  await run.open();
});
afterAll(async () => {
  await run.close();
  await smtp.stop();
  plan.remove();
});

/** Where mails of the command go. */
let smtp: TestSmtp;

function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, [RUN, "scripts/plan-change.ts", "--plan", run.planId, ...args], {
    cwd: ROOT,
    env: {
      ...process.env,
      DATABASE_URL: run.database.url,
      TEMPORAL_ADDRESS: process.env.DUBAN_TEST_TEMPORAL_ADDRESS,
      TEMPORAL_NAMESPACE: process.env.DUBAN_TEST_TEMPORAL_NAMESPACE ?? "default",
      SMTP_URL: smtp.url,
      DUBAN_MAIL_FROM: "duban@example.gov.cn",
      DUBAN_PUBLIC_URL: "https://duban.example.gov.cn",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function change(...args: string[]): Promise<{ code: number | null; out: string; errors: string }> {
  const child = start(...args);
  let [out, errors] = ["", ""];
  child.stdout?.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, out, errors };
}

const orders = async (): Promise<string[]> =>
  (await run.ledger.readStream(run.planId, "plan"))
    .filter(({ type }) => type === "orderGiven")
    .map(({ cause }) => cause);

describe("npm run plan:change", () => {
  it("takes what it is told, and says what is wrong with the rest", () => {
    expect(readOptions(["f", "--handover", "a", "b", "--reason", "r", "--handover", "c", "d"])).toMatchObject({
      folder: "f",
      handovers: [
        { from: "a", to: "b" },
        { from: "c", to: "d" },
      ],
      reason: "r",
      apply: false,
    });
    expect(readOptions(["f", "--adopt-policy", "m1, m2"])?.adoptPolicy).toEqual(["m1", "m2"]);
    expect(() => readOptions([])).toThrow(/name the plan's folder/);
    expect(() => readOptions(["f", "--handover", "a"])).toThrow(/two unit ids/);
    expect(() => readOptions(["f", "--lang", "fr"])).toThrow(/zh or en, not fr/);
    expect(() => readOptions(["f", "g"])).toThrow(/one folder at a time/);
  });

  it("writes nothing without --apply, and ends with 2 on what cannot be done", async () => {
    expect(await change(plan.folder)).toMatchObject({ code: 0, out: expect.stringContaining("没有差别"), errors: "" });
    plan.edit(
      "policy.yaml",
      "id: urge, offset: 1, instrument: urge, kind: auto, to: [primaryUnit], copy: [township]",
      "id: urge, offset: 2, instrument: urge, kind: auto, to: [primaryUnit], copy: [township]",
    );
    const unversioned = await change(plan.folder, "--lang", "en");
    expect(unversioned.code).toBe(2);
    expect(unversioned.out).toContain("→ write version: 2");
    plan.edit("policy.yaml", "version: 1", "version: 2");
    const preview = await change(plan.folder);
    expect(preview).toMatchObject({ code: 0, errors: "" });
    expect(preview.out).toContain("village/urge：offset +1 → +2");
    expect(preview.out).toMatch(/t02-pipes {2}催办单 deadline\/urge\/0 {2}2027-07-01 09:00 → 2027-07-02 09:00 {2}×4/);
    expect(preview.out).toContain("尚未写入");
    expect(await newestChange(run.database.pool, run.planId)).toBeNull();

    plan.edit("plan.yaml", "start: 2026-12-01", "start: 2026-12-02");
    const refused = await change(plan.folder, "--lang", "en", "--apply");
    expect(refused.code).toBe(2);
    expect(refused.errors).toContain("nothing was written");
    plan.edit("plan.yaml", "start: 2026-12-02", "start: 2026-12-01");
    expect(await change("--plan", "none", plan.folder)).toMatchObject({
      code: 2,
      errors: expect.stringContaining(`running are: ${run.planId}`),
    });
    expect(await change("no-such-folder")).toMatchObject({
      code: 2,
      errors: expect.stringContaining("does not exist"),
    });
    expect(await newestChange(run.database.pool, run.planId)).toBeNull();
  }, 120_000);

  it("that is killed half-way is finished by the next one: every order once", async () => {
    plan.edit("plan.yaml", "deadline: 2027-06-30", "deadline: 2027-05-31");
    const unexplained = await change(plan.folder, "--apply");
    expect(unexplained).toMatchObject({ code: 2, errors: expect.stringContaining("--reason") });
    await run.stopWorker();
    const first = start(plan.folder, "--apply", "--reason", "按五月底前办结");
    await until("the change is written", async () => (await newestChange(run.database.pool, run.planId)) ?? undefined, {
      timeoutMs: 30_000,
    });
    first.kill("SIGKILL");
    await new Promise((resolve) => first.once("close", resolve));
    expect(await orders()).toEqual([]);

    await run.startWorker();
    const again = await change(plan.folder, "--apply", "--reason", "按五月底前办结");
    expect(again).toMatchObject({ code: 0, errors: "" });
    expect(again.out).toContain("此前中断的第 1 次变更已补做完毕");
    expect(again.out).toContain("没有需要变更的内容");
    const once = ["cmd/change-1-1-changeDocuments", "cmd/change-1-2-adoptPolicy", "cmd/change-1-3-changeReading"];
    expect(await orders()).toEqual(once);
    const third = await change(plan.folder, "--apply", "--reason", "按五月底前办结");
    expect(third.out).not.toContain("中断");
    expect(await orders()).toEqual(once);
    const rows = await run.ledger.readStream(run.planId, "task/2");
    expect(rows.filter(({ type }) => type === "orderApplied")).toHaveLength(2);
    expect(rows.filter(({ type }) => type === "readingChanged")).toHaveLength(4);
  }, 120_000);

  it("refuses a folder that is older than what runs, until that is meant; a folder that was applied says what it is", async () => {
    const stamp = () => /^# duban: .*$/m.exec(readFileSync(path.join(plan.folder, "policy.yaml"), "utf8"))?.[0];
    expect(stamp()).toMatch(/^# duban: policy version 2\b/);
    // Somebody else changes the same document meanwhile.
    const other = copyPlan();
    try {
      rmSync(other.folder, { recursive: true });
      expect(await change(other.folder, "--fetch")).toMatchObject({ code: 0, errors: "" });
      other.edit("policy.yaml", "version: 2", "version: 3");
      other.edit("policy.yaml", "warningDays: ", "warningDays: 1");
      expect(await change(other.folder, "--apply", "--reason", "预警提前")).toMatchObject({ code: 0, errors: "" });

      plan.edit("policy.yaml", "version: 2", "version: 4");
      plan.edit("policy.yaml", "signWithin: 2", "signWithin: 3");
      const stale = await change(plan.folder, "--apply", "--reason", "签发时限");
      expect(stale).toMatchObject({ code: 2, errors: expect.stringContaining("什么也没有写入") });
      const told = await change(plan.folder, "--lang", "en");
      expect(told.out).toContain("it was made from version 2, and version 3 runs; changed since:");
      expect(told.out).toContain("--replace policy");
      expect(await change(plan.folder, "--replace", "letters")).toMatchObject({ code: 2 });
      expect(await change(plan.folder, "--replace", "policy", "--apply", "--reason", "签发时限")).toMatchObject({
        code: 0,
        errors: "",
      });
      expect(stamp()).toMatch(/^# duban: policy version 4\b/);
    } finally {
      other.remove();
    }
  }, 120_000);

  it("tells whom a leader's post is taken from or given to, and the supervision office, and writes it down", async () => {
    plan.edit("roster.yaml", "level: countyLeader, holders: [p13]", "level: countyLeader, holders: [p02]");
    expect(await change(plan.folder, "--apply", "--reason", "人事调整")).toMatchObject({ code: 0, errors: "" });
    expect(smtp.arrivals.map(({ to }) => to).toSorted()).toEqual([
      "p02@example.invalid",
      "p05@example.invalid",
      "p06@example.invalid",
      "p13@example.invalid",
    ]);
    for (const { text } of smtp.arrivals) {
      expect(text).toMatch(
        /名册已由系统管理员变更：自\d{4}年\d{1,2}月\d{1,2}日起，“副区长”的任职人员由示例庚一改为示例甲二。事由：人事调整/,
      );
      expect(text).toContain(`https://duban.example.gov.cn/plans/${run.planId}`);
    }
    expect(await auditEvents(run.database.pool, { kind: "holderChanged" }, null, 10)).toMatchObject([
      { subject: "leader-01", account: null, detail: { former: "p13", next: "p02", by: "commandLine" } },
    ]);
  }, 120_000);

  it("answers scripts in JSON, instants with the plan's offset", async () => {
    const { out, code } = await change("--handover", "shuiwuju", "xiangzhenban", "--reason", "职能划转", "--json");
    expect(code).toBe(0);
    const said = JSON.parse(out);
    expect(said.orders).toEqual([{ kind: "handOver", from: "shuiwuju", to: "xiangzhenban", reason: "职能划转" }]);
    expect(said.moves.items[0]).toMatchObject({ primaryUnit: { from: "shuiwuju", to: "xiangzhenban" } });
    expect(said.at).toMatch(/\+08:00$/);
  });
});
