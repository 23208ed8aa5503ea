/** The clock, and what an operator must see. */
import { PLAN_STREAM } from "../../domain/streams/streams.js";
import { type ClockAction, type Conductor, DrivenElsewhere } from "../../rehearsal/conductor.js";
import { countAlarms, listAlarms } from "../../prisma/alarms/alarm-store.js";
import { instantText } from "../http/instants.js";
import type { PlanView } from "../views/plan-view.js";
import { ProblemError } from "../http/problem.js";
import { planRoute } from "../serving/route.js";
import type { Pool } from "../../prisma/database/pool.js";
import { type Alarms, alarms, type Clock, clock, clockAction } from "./schemas.js";
import { alarmWords } from "../alarms/words.js";
import { dayZh } from "../../domain/language/dates.js";

function clockOf({ id, head, now, today, ruleSet }: PlanView, conductor: Conductor | null): Clock {
  const text = (instant: number): string => instantText(instant, ruleSet.offsetMinutes);
  const due = head.streams
    .flatMap(({ stream, nextDue }) => (nextDue === null ? [] : [{ stream, at: nextDue }]))
    .sort((a, b) => a.at - b.at);
  const task = due.find(({ stream }) => stream !== PLAN_STREAM);
  const list = due.find(({ stream }) => stream === PLAN_STREAM);
  return {
    mode: head.mode,
    now: text(now),
    today,
    version: head.clock?.version ?? 0,
    ended: head.ended,
    nextDue: task ? text(task.at) : null,
    nextList: list ? text(list.at) : null,
    due: due.map(({ stream, at }) => ({ stream, at: text(at) })),
    driving: head.mode === "live" || head.ended || conductor === null ? null : drivingOf(id, conductor),
  };
}

function drivingOf(planId: string, conductor: Conductor): NonNullable<Clock["driving"]> {
  const playing = conductor.playing(planId);
  const state = playing === null ? "paused" : playing.action === "resume" ? "playing" : "jumping";
  return { state, rate: playing?.rate ?? null, to: playing?.date ?? null, problem: conductor.problem(planId) };
}

export const getClock = planRoute({
  method: "get",
  path: "/clock",
  tag: "operation",
  summary: "Where the plan stands in time 时钟",
  response: clock,
  // What drives it is this process's own, and no part of the ledger.
  changesWith: "answer",
  handler: ({ plan, services }) => clockOf(plan, services.conductor),
});

export const postClock = planRoute({
  method: "post",
  path: "/clock",
  tag: "operation",
  summary: "Move a rehearsal's clock 推进推演",
  description:
    "`jumpNext` answers once the clock has jumped, `pause` once it stands; `jumpTo` and `resume` once they have begun: GET /clock tells how far it is. `jumpTo` goes through all that falls due by the end of the day and leaves the clock there. A later request takes the place of the one before it.",
  body: clockAction,
  response: clock,
  changesWith: "answer",
  problems: ["notARehearsal", "planEnded", "drivenElsewhere", "dateNotLater", "dateOutOfRange", "temporalAway"],
  async handler({ plan, body, services }) {
    refuseClock(plan, body);
    const { conductor } = services;
    if (conductor === null)
      throw new ProblemError("temporalAway", {
        zh: "本进程未连接流程引擎，无法推进推演。",
        en: "This process has no connection to Temporal and cannot move the clock.",
      });
    try {
      await conductor.control(plan.id, body);
    } catch (error) {
      if (!(error instanceof DrivenElsewhere)) throw error;
      throw new ProblemError("drivenElsewhere", {
        zh: "另一进程正在推进该推演，请待其完成后再试。",
        en: "Another process is moving this rehearsal's clock; wait until it is done.",
      });
    }
    return clockOf(await services.plans.view(plan.id), conductor);
  },
});

function refuseClock({ id, head, today, bundle }: PlanView, action: ClockAction): void {
  if (head.mode === "live")
    throw new ProblemError("notARehearsal", {
      zh: `方案“${id}”按实际时间运行，时钟不能调整。`,
      en: `Plan ${id} is live: its clock goes by real time.`,
    });
  if (head.ended)
    throw new ProblemError("planEnded", {
      zh: `推演“${id}”已结束，台账和文书仍可查阅。`,
      en: `Rehearsal ${id} has ended; its ledger and letters can still be read.`,
    });
  if (action.action === "jumpTo" && action.date <= today)
    throw new ProblemError("dateNotLater", {
      zh: `推演已至${dayZh(today)}，请选择更晚的日期。`,
      en: `The clock stands at ${today}: choose a later day.`,
    });
  // On a day that no calendar knows nobody could say how many working days something is overdue.
  const last = `${Math.max(...bundle.calendar.years.map(({ year }) => year))}-12-31`;
  if (action.action === "jumpTo" && action.date > last)
    throw new ProblemError(
      "dateOutOfRange",
      {
        zh: `工作日历只到${dayZh(last)}，推演不能推进到${dayZh(action.date)}。`,
        en: `The working-day calendar ends on ${last}: the clock cannot go to ${action.date}.`,
      },
      { parameter: "date", from: today, to: last },
    );
}

const MOST_ALARMS = 1_000;

export const getAlarms = planRoute({
  method: "get",
  path: "/alarms",
  tag: "operation",
  summary: "What the office must see 告警",
  response: alarms,
  changesWith: "answer",
  handler: ({ plan, services: { pool } }) => alarmsOf(plan, pool, MOST_ALARMS),
});

/** The latest of a plan's alarms; `most` null: all of them. */
export async function alarmsOf(plan: PlanView, pool: Pool, most: number | null): Promise<Alarms> {
  const { ruleSet, today } = plan;
  const total = await countAlarms(pool, plan.id);
  const latest = await listAlarms(pool, plan.id, most ?? total);
  return {
    total,
    alarms: latest.map((alarm) => ({
      key: alarm.key,
      kind: alarm.kind,
      latest: instantText(alarm.planAt, ruleSet.offsetMinutes),
      count: alarm.count,
      words: alarmWords(alarm, today, plan),
      detail: { ...alarm.detail },
    })),
  };
}
