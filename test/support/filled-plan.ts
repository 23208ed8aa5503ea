/**
 * A plan's story up to a day, decided by the domain and recorded by the real store: everything that time brings, and what
 * people do whose acts follow from the items' ids alone. For tests that look at a filled database; no workflow runs.
 */
import { createHash } from "node:crypto";
import { calendarOf, type WorkingCalendar } from "../../domain/plan/calendar.js";
import type { Command } from "../../domain/items/commands.js";
import type { RuleSet } from "../../domain/plan/rule-set.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { PlanBundle, PlannedItem } from "../../domain/plan/bundle.js";
import { addDays, instantAt } from "../../domain/plan/plan-date.js";
import { valueOn } from "../../domain/plan/dated.js";
import type { Actor } from "../../domain/ledger/record.js";
import { itemsOfStream, taskStreams } from "../../domain/streams/streams.js";
import type { Pool } from "../../prisma/database/pool.js";
import { ruleSetOf } from "./alone.js";
import { Recorder } from "./recorder.js";

/** What somebody does to one item, before a key is given to it. */
export interface Act {
  readonly at: number;
  readonly command: Command;
}

export interface FilledPlan {
  readonly planId: string;
  readonly ruleSet: RuleSet;
  /** Goes on to a later day: what an advanced clock brings. */
  playTo(day: PlanDate): Promise<void>;
}

/** Creates the plan as a rehearsal and plays it to the end of `until`, its letters closed. */
export async function fillPlan(
  pool: Pool,
  bundle: PlanBundle,
  until: PlanDate,
  options: { readonly id?: string; readonly scenario?: string; readonly acts?: readonly Act[] } = {},
): Promise<FilledPlan> {
  const { id: planId = bundle.plan.id, scenario = "test", acts = plausibleActs(bundle) } = options;
  const recorder = await new Recorder(pool, bundle, planId).open("rehearsal", scenario);
  const streamOf = new Map(
    taskStreams(bundle).flatMap(({ stream, task, section }) =>
      itemsOfStream(bundle, task, section).map((item) => [item.id, stream] as const),
    ),
  );
  const waiting = [...acts].sort((a, b) => a.at - b.at);
  const playTo = async (day: PlanDate): Promise<void> => {
    const end = recorder.at(day, "18:00");
    for (let act = waiting[0]; act && act.at <= end; act = waiting[0]) {
      await recorder.advance(act.at);
      const stream = streamOf.get(act.command.items[0] ?? "");
      const together: Command[] = [];
      // What people do at one instant in one task is decided together, as its workflow would.
      while (waiting[0]?.at === act.at && streamOf.get(waiting[0].command.items[0] ?? "") === stream)
        together.push((waiting.shift() as Act).command);
      if (stream !== undefined) await recorder.decide(stream, together, act.at);
    }
    await recorder.runTo(end);
  };
  await playTo(until);
  return { planId, ruleSet: ruleSetOf(bundle), playTo };
}

/* ------------------------------------------------------------------ what people do */

/** A number in [0, 1) that follows from an item and a question. */
function chance(item: string, question: string): number {
  return createHash("sha256").update(`${question} ${item}`).digest().readUInt32BE(0) / 2 ** 32;
}

/** The desk of a unit acting for it. */
export function deskOf(bundle: PlanBundle, unit: string, day: PlanDate): Actor {
  const found = bundle.roster.units.find(({ id }) => id === unit);
  const post = bundle.roster.posts.find(({ id }) => id === found?.desk);
  const person = valueOn(post?.holders ?? [], day);
  if (!post || person === undefined) throw new Error(`unit ${unit} has nobody at its desk on ${day}`);
  return { person, post: post.id, unit };
}

/** Most units sign, report and are checked; some are late, some never do it, a few ask for more time or are suspended. */
export function plausibleActs(bundle: PlanBundle): Act[] {
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

  const total = 20 + Math.floor(80 * chance(item.id, "total"));
  const doneAt = (percent: number) => ({ figures: { done: Math.ceil((total * percent) / 100) } });
  if (item.metric) act(item.assignOn, "09:30", bodies.office, { kind: "fixTotal", total });
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
      ...(item.metric
        ? doneAt(item.metric.target * chance(item.id, "percent"))
        : { percent: 20 + Math.floor(60 * chance(item.id, "percent")) }),
      text: "按序时进度推进",
    });
  if (ending > 0.14 && ending < 0.9) {
    const reported = ending < 0.68 ? days(item.deadline, -18, 0, "early") : days(item.deadline, 2, 45, "late");
    act(reported, "16:10", unit, {
      kind: "report",
      text: "已完成，佐证材料附后",
      evidence: ["佐证一", "佐证二"],
      ...(item.metric ? doneAt(item.metric.target) : {}),
    });
    act(days(reported, 1, 4, "verified"), "10:00", verifier, { kind: "verify", text: "现场核查属实" });
    act(days(reported, 5, 7, "closed"), "15:30", closer, { kind: "closeOut", text: "符合销号标准" });
  }
  return acts;
}
