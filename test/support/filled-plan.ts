/**
 * A plan's story up to a day, decided by the domain and recorded by the real store: everything that time brings, and what
 * people do whose acts follow from the items' ids alone. For tests that look at a filled database; no workflow runs.
 */
import { createHash } from "node:crypto";
import { taskPlan } from "../../activities/plans.js";
import { calendarOf, type WorkingCalendar } from "../../domain/calendar.js";
import type { Command } from "../../domain/commands.js";
import type { Library } from "../../domain/library.js";
import type { PlanBundle, PlanDate, PlannedItem } from "../../domain/plan.js";
import type { TaskStreamInfo } from "../../domain/orders.js";
import { addDays, instantAt } from "../../domain/plan-date.js";
import { applyPlanRows, decidePlan, emptyPlan, nextPlanDue, planOpeningRows } from "../../domain/plan-stream.js";
import { valueOn } from "../../domain/recipients.js";
import type { Actor, NewRow, RecordRequest } from "../../domain/record.js";
import { itemsOfStream, PLAN_STREAM, taskStreams } from "../../domain/streams.js";
import { applyRows, decideBatch, emptyTask, itemRow, nextDue, openingRows } from "../../domain/task-stream.js";
import { createPlan, findPlan } from "../../prisma/plan-store.js";
import type { Stores } from "../../prisma/stores.js";
import { moveClock, readClock } from "../../prisma/stream-store.js";
import { libraryOf } from "./alone.js";

/** What somebody does to one item, before a key is given to it. */
interface Act {
  readonly at: number;
  readonly command: Command;
}

/** A stream that goes from instant to instant. */
interface Walker {
  next(): number | null;
  step(now: number): Promise<void>;
}

const NOTHING = {
  rows: [],
  outcomes: [],
  askedKeys: [],
  nextDue: null,
  items: [],
  messagesOut: [],
  messagesApplied: [],
} satisfies Omit<RecordRequest, "planId" | "stream" | "expectedSeq">;

export interface FilledPlan {
  readonly planId: string;
  /** Goes on to a later day: what a clock that is moved brings. */
  playTo(day: PlanDate): Promise<void>;
}

/** Creates the plan as a rehearsal and plays it to the end of `until`, its letters closed. */
export async function fillPlan(
  stores: Stores,
  bundle: PlanBundle,
  until: PlanDate,
  options: { readonly id?: string; readonly scenario?: string } = {},
): Promise<FilledPlan> {
  const { id = bundle.plan.id, scenario = "test" } = options;
  const { title, start, timeZone } = bundle.plan;
  const openedAt = instantAt(start, "08:00", timeZone.offsetMinutes);
  const row = { id, slug: bundle.plan.id, title, mode: "rehearsal" as const, scenario, seed: 1, openedAt };
  await createPlan(stores.pool, row, bundle);
  const filled = await resumePlan(stores, bundle, id);
  await filled.playTo(until);
  return filled;
}

/** Takes up a plan where its ledger ends. */
export async function resumePlan(stores: Stores, bundle: PlanBundle, planId: string): Promise<FilledPlan> {
  const library = libraryOf(bundle);
  const { openedAt } = await findPlan(stores.pool, planId);
  const { now } = await readClock(stores.pool, planId);
  const told: Telling = { stores, planId, bundle, library, openedAt };
  const acts = plausibleActs(bundle).filter((act) => act.at > now);
  const walkers = await Promise.all([
    planWalker(told),
    ...taskStreams(bundle).map((info) => {
      const own = new Set(itemsOfStream(bundle, info.task, info.section).map((item) => item.id));
      return taskWalker(
        told,
        info,
        acts.filter(({ command }) => command.items.some((item) => own.has(item))),
      );
    }),
  ]);
  return {
    planId,
    async playTo(day) {
      const end = instantAt(day, "18:00", library.offsetMinutes);
      for (;;) {
        const [first] = walkers
          .map((walker) => ({ walker, at: walker.next() }))
          .filter(({ at }) => at !== null && at <= end)
          .sort((a, b) => (a.at as number) - (b.at as number));
        if (!first) break;
        await first.walker.step(first.at as number);
      }
      await stores.letters.closeLetters(planId, end);
      await moveClock(stores.pool, planId, end);
    },
  };
}

interface Telling {
  readonly stores: Stores;
  readonly planId: string;
  readonly bundle: PlanBundle;
  readonly library: Library;
  readonly openedAt: number;
}

async function planWalker({ stores, planId, bundle, library, openedAt }: Telling): Promise<Walker> {
  const { ledger } = stores;
  let state = applyPlanRows(emptyPlan(PLAN_STREAM), await ledger.readStream(planId, PLAN_STREAM), library);
  const record = (expectedSeq: number, rows: readonly NewRow[]) =>
    ledger.record({ planId, stream: PLAN_STREAM, expectedSeq, ...NOTHING, rows, nextDue: nextPlanDue(state, library) });
  if (state.seq === 0) {
    const versions = { policy: bundle.policy.version, calendar: bundle.calendar.version };
    const opening = planOpeningRows(taskStreams(bundle), versions, openedAt);
    state = applyPlanRows(state, opening, library);
    await record(0, opening);
  }
  return {
    next: () => nextPlanDue(state, library),
    async step(now) {
      const decided = decidePlan(state, [], now, library);
      const before = state.seq;
      state = decided.state;
      await record(before, decided.rows);
    },
  };
}

async function taskWalker(
  { stores, planId, bundle, library, openedAt }: Telling,
  { stream, task, section }: TaskStreamInfo,
  acts: readonly Act[],
): Promise<Walker> {
  const { ledger } = stores;
  const base = { planId, stream, ...NOTHING };
  let state = applyRows(emptyTask(stream), await ledger.readStream(planId, stream), library);
  if (state.seq === 0) {
    const { leadUnit, items, policy, calendar } = taskPlan(bundle, task, section);
    const opening = openingRows({ no: task, leadUnit }, items, { policy, calendar }, openedAt);
    state = applyRows(state, opening, library);
    const opened = Object.values(state.items).map((item) => itemRow(item, calendar, library));
    await ledger.record({ ...base, expectedSeq: 0, rows: opening, items: opened, nextDue: nextDue(state) });
  }
  const waiting = [...acts].sort((a, b) => a.at - b.at);
  return {
    next() {
      const [due, act] = [nextDue(state), waiting[0]?.at ?? null];
      return due === null || act === null ? (due ?? act) : Math.min(due, act);
    },
    async step(now) {
      const commands: Command[] = [];
      while (waiting[0] && waiting[0].at <= now) commands.push((waiting.shift() as Act).command);
      const decided = decideBatch(state, commands, now, library);
      const before = state.seq;
      state = decided.state;
      await ledger.record({
        ...base,
        expectedSeq: before,
        rows: decided.rows,
        outcomes: decided.outcomes,
        items: decided.changed,
        nextDue: nextDue(state),
      });
    },
  };
}

/* ------------------------------------------------------------------ what people do */

/** A number in [0, 1) that follows from an item and a question. */
function chance(item: string, question: string): number {
  return createHash("sha256").update(`${question} ${item}`).digest().readUInt32BE(0) / 2 ** 32;
}

/** The desk of a unit acting for it. */
function deskOf(bundle: PlanBundle, unit: string, day: PlanDate): Actor {
  const found = bundle.roster.units.find(({ id }) => id === unit);
  const post = bundle.roster.posts.find(({ id }) => id === found?.desk);
  const person = valueOn(post?.holders ?? [], day);
  if (!post || person === undefined) throw new Error(`unit ${unit} has nobody at its desk on ${day}`);
  return { person, post: post.id, unit };
}

/** Most units sign, report and are checked; some are late, some never do it, a few ask for more time or are suspended. */
function plausibleActs(bundle: PlanBundle): Act[] {
  const calendar = calendarOf(bundle.calendar);
  const leadOf = new Map(bundle.plan.tasks.map((task) => [task.no, task.leadUnits[0] ?? ""]));
  return taskStreams(bundle).flatMap(({ task, section }) =>
    itemsOfStream(bundle, task, section).flatMap((item) => actsOn(item, leadOf.get(task) ?? "", bundle, calendar)),
  );
}

function actsOn(item: PlannedItem, leadUnit: string, bundle: PlanBundle, calendar: WorkingCalendar): Act[] {
  const { bodies } = bundle.roster;
  const offset = bundle.plan.timeZone.offsetMinutes;
  const acts: Act[] = [];
  const act = (day: PlanDate, time: string, unit: string, what: Record<string, unknown>): void => {
    const texts = { text: "合成的说明文字", reason: "合成的理由", evidence: [] };
    const key = `${String(what.kind)}/${item.id}/${day}`;
    const command = { key, actor: deskOf(bundle, unit, day), items: [item.id], ...texts, ...what };
    acts.push({ at: instantAt(day, time, offset), command: command as unknown as Command });
  };
  const days = (from: PlanDate, least: number, most: number, question: string): PlanDate =>
    calendar.addWorkingDays(from, least + Math.floor(chance(item.id, question) * (most - least + 1)));
  const unit = item.primaryUnit;
  const owesItself = unit === bodies.office;
  const verifier = owesItself ? bodies.supervisionOffice : unit === item.township ? leadUnit : bodies.office;
  const closer = owesItself ? bodies.supervisionOffice : bodies.office;

  if (chance(item.id, "sign") < 0.9) act(days(item.assignOn, 0, 4, "signed"), "10:20", unit, { kind: "signFor" });
  const ending = chance(item.id, "ending");
  if (ending < 0.06 && item.village !== undefined) {
    const since = addDays(item.deadline, -30);
    if (since > item.assignOn)
      act(since, "15:00", bodies.office, {
        kind: "suspend",
        reason: "强降雨防汛，暂缓现场工作",
        approver: `${bodies.leadingGroup}-head`,
        until: null,
      });
  } else if (ending < 0.14) {
    act(days(item.deadline, -8, -6, "asked"), "11:00", unit, {
      kind: "requestExtension",
      to: addDays(item.deadline, 45),
      reason: "项目招标流标，重新组织招标",
    });
    act(days(item.deadline, -5, -4, "proposed"), "14:30", bodies.office, { kind: "proposeExtension", grant: true });
    act(days(item.deadline, -3, -2, "decided"), "16:00", bodies.leadingGroup, {
      kind: "decideExtension",
      grant: chance(item.id, "granted") < 0.7,
      reason: "情况属实",
    });
  }
  if (ending > 0.3 && chance(item.id, "half") < 0.4)
    act(days(item.assignOn, 10, 25, "halfway"), "09:40", unit, {
      kind: "reportProgress",
      percent: 20 + Math.floor(60 * chance(item.id, "percent")),
      text: "按序时进度推进",
    });
  if (ending > 0.14 && ending < 0.9) {
    const reported = ending < 0.68 ? days(item.deadline, -18, 0, "early") : days(item.deadline, 2, 45, "late");
    act(reported, "16:10", unit, { kind: "report", text: "已完成，佐证材料附后", evidence: ["佐证一", "佐证二"] });
    act(days(reported, 1, 4, "verified"), "10:00", verifier, { kind: "verify", text: "现场核查属实" });
    act(days(reported, 5, 7, "closed"), "15:30", closer, { kind: "closeOut", text: "符合销号标准" });
  }
  return acts;
}
