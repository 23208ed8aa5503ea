/** The postman: on a live plan it wakes when letters close, told by the tasks or by the store; it goes on over many runs. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CalendarYear } from "../../domain/plan/plan.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import { dateAt, dateOfDay, dayNumber, instantAt, timeAt, weekday } from "../../domain/plan/plan-date.js";
import { until } from "../../embedded/wait.js";
import { closeLettersUpTo } from "../../workflows/messages.js";
import { workflowId } from "../../workflows/names.js";
import { drive, NOBODY } from "../../rehearsal/driver.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";
import { bundle } from "../support/small-bundle.js";
import { at, command, OFFSET, people } from "../support/small-plan.js";
import { startSmtp, type TestSmtp } from "../support/smtp.js";

/** A year in which every day is a working day: these tests run on any. */
function everyDay(year: number): CalendarYear {
  const days = Array.from({ length: 366 }, (_, no) => dateOfDay(dayNumber(`${year}-01-01`) + no));
  return { year, holidays: [], workedWeekends: days.filter((day) => day.startsWith(`${year}`) && weekday(day) > 5) };
}

/** The small plan, begun today: its assignments are due at the minute that has just begun, and close in the next. */
function begunNow(now: number): PlanBundle {
  const today = dateAt(now, OFFSET);
  const year = Number(today.slice(0, 4));
  const minute = timeAt(now, OFFSET);
  return {
    ...bundle,
    plan: {
      ...bundle.plan,
      start: today,
      tasks: bundle.plan.tasks.map((task) => ({
        ...task,
        milestones: task.milestones.map((milestone) => ({ ...milestone, deadline: `${year + 1}-06-30` })),
      })),
    },
    policy: { ...bundle.policy, firingTime: minute, closingTime: minute },
    calendar: { version: 1, years: [year - 1, year, year + 1, year + 2].map(everyDay) },
  };
}

describe("on a live plan", () => {
  let smtp: TestSmtp;
  let run: PlanRun;
  let openedAt: number;
  beforeAll(async () => {
    smtp = await startSmtp();
    openedAt = Date.now();
    const plan = begunNow(openedAt);
    const startOfMinute = instantAt(plan.plan.start, plan.policy.firingTime, OFFSET);
    run = await startPlan(plan, undefined, {
      mode: "live",
      openedAt: startOfMinute - 1,
      mail: { mailboxUrl: smtp.url },
    });
    await run.startWorker();
  });
  afterAll(async () => {
    await run.close();
    await smtp.stop();
  });
  const arrived = (count: number): Promise<true> =>
    until(`${count} letters arrive`, () => Promise.resolve(smtp.arrivals.length >= count || undefined), {
      timeoutMs: 30_000,
    });
  it("tells everybody of what both tasks assign, in one letter each", async () => {
    await run.open();
    const assigned = async (stream: string): Promise<boolean> =>
      (await run.ledger.readStream(run.planId, stream)).some((row) => row.type === "assigned");
    await until(
      "the assignments are recorded",
      async () => ((await assigned("task/1")) && (await assigned("task/2")) ? true : undefined),
      { timeoutMs: 20_000 },
    );
    await run.openPostman();
    await until(
      "every letter is sent",
      async () => {
        const open = await run.letters.closingsUpTo(run.planId, Date.now());
        const { queued, sent } = await run.letters.counts(run.planId);
        return open.length === 0 && sent > 3 && queued === 0 ? true : undefined;
      },
      { timeoutMs: 20_000 },
    );
    expect(await run.letters.closingsUpTo(run.planId, Date.now())).toEqual([]);
    // The night's look at the roster: the helping unit's desk is vacant.
    const alarms = smtp.arrivals.filter(({ subject }) => subject.startsWith("送达提示"));
    expect(alarms).toHaveLength(1);
    const lists = smtp.arrivals.filter((letter) => !alarms.includes(letter));
    expect(lists.every(({ subject }) => /^(交办清单|年度任务交办清单|包抓村年度任务清单)/u.test(subject))).toBe(true);
    // A stream that was seconds late has its letters as supplements.
    const first = lists.filter(({ subject }) => !subject.includes("（补充"));
    expect(new Set(first.map(({ to }) => to)).size).toBe(first.length);
  });

  it("an act's letter goes some seconds after it, told by the task", async () => {
    const before = smtp.arrivals.length;
    const acted = Date.now();
    const instruct = command("instruct", people.leader, "works/v1", {
      unit: "lead",
      replyBy: dateOfDay(dayNumber(dateAt(acted, OFFSET)) + 20),
    });
    await run.gateway.act(run.planId, "task/2", instruct, null);
    await arrived(before + 1);
    expect(smtp.arrivals.at(-1)?.subject).toContain("批示交办");
    expect(Date.now() - acted).toBeGreaterThan(2_900); // the grace in which an act over several streams is recorded
  });

  it("nobody has letters closed before it is time", async () => {
    const postman = run.client.workflow.getHandle(workflowId(run.planId, "postman"));
    const early = postman.executeUpdate(closeLettersUpTo, { args: [Date.now() + 3_600_000] });
    await expect(early).rejects.toMatchObject({ cause: { type: "clockAhead" } });
  });

  it("nothing is looked for in between", async () => {
    const handle = run.client.workflow.getHandle(workflowId(run.planId, "postman"));
    const types = async (): Promise<number[]> =>
      ((await handle.fetchHistory()).events ?? []).map((event) => Number(event.eventType));
    await run.gateway.drainLetters(run.planId, "idle");
    const before = await types();
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect((await types()).length).toBe(before.length);
  });
});

it("on a live plan that is opened after the day's closing, the year's package and its items are one letter", async () => {
  const smtp = await startSmtp();
  const now = Date.now();
  const run = await startPlan(begunNow(now), undefined, {
    mode: "live",
    openedAt: now,
    mail: { mailboxUrl: smtp.url },
  });
  try {
    await run.startWorker();
    await run.open();
    await run.openPostman();
    await until(
      "every letter is sent",
      async () => {
        const open = await run.letters.closingsUpTo(run.planId, Date.now());
        const { queued, sent } = await run.letters.counts(run.planId);
        const assigned = (await run.ledger.readStream(run.planId, "task/2")).some(({ type }) => type === "assigned");
        return assigned && open.length === 0 && sent > 3 && queued === 0 ? true : undefined;
      },
      { timeoutMs: 30_000 },
    );
    const lists = smtp.arrivals.filter(({ subject }) => subject.includes("清单"));
    expect(new Set(lists.map(({ to }) => to)).size).toBe(lists.length);
    expect(lists.length).toBeGreaterThan(6);
    for (const { subject } of lists) expect(subject).toMatch(/^(年度任务交办清单|包抓村年度任务清单)：/u);
  } finally {
    await run.close();
    await smtp.stop();
  }
}, 60_000);

describe("in a rehearsal", () => {
  it("closes and sends over many runs; a drain that waits is answered", async () => {
    const smtp = await startSmtp({ delay: () => 300 });
    const run = await startPlan(bundle, undefined, { mail: { mailboxUrl: smtp.url } });
    await run.startWorker();
    await run.openPostman();
    await run.open();
    const handle = run.client.workflow.getHandle(workflowId(run.planId, "postman"));
    const first = (await handle.describe()).runId;
    await drive({
      planId: run.planId,
      store: run.store,
      gateway: run.gateway,
      people: NOBODY,
      until: at("2021-04-16", "23:59"),
    });
    const drained = run.gateway.drainLetters(run.planId, "drain");
    // Closing again makes nothing new, and fills the history until the postman goes on in a new run.
    while ((await handle.describe()).runId === first) {
      const again = Array.from({ length: 100 }, () => run.gateway.closeLetters(run.planId, at("2021-04-16", "23:59")));
      expect(new Set(await Promise.all(again))).toEqual(new Set([0]));
    }
    await drained;
    const { sent, queued } = await run.letters.counts(run.planId);
    expect([sent, queued]).toEqual([smtp.arrivals.length, 0]);
    expect(await run.gateway.closeLetters(run.planId, at("2021-04-20"))).toBe(0);
    await run.gateway.drainLetters(run.planId, "again");
    await run.close();
    await smtp.stop();
  });
});
