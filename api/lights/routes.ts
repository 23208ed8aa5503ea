/** The lights of the whole plan on a day. */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { PlanDate } from "../../domain/plan/plan.js";
import { addDays, dateOfDay, dayNumber, weekday } from "../../domain/plan/plan-date.js";
import type { PlanView } from "../views/plan-view.js";
import { ProblemError } from "../http/problem.js";
import { gradesOn } from "../../prisma/inspections/read-rounds.js";
import { planRoute } from "../serving/route.js";
import { gradesByCell } from "./grades.js";
import { lights, lightsQuery, MOST_TREND_DAYS, trend, trendQuery, type TrendQuery } from "./schemas.js";
import { type DayCounts, dayAsked } from "../views/standings.js";
import { lightsView } from "./view.js";
import { dayZh } from "../../domain/language/dates.js";

export const getLights = planRoute({
  method: "get",
  path: "/lights",
  tag: "lights",
  summary: "The lights of all tasks at all places, on any day 亮灯总览",
  description:
    "One cell for each task at each village, at each township and for the whole county. A cell's light is the worst of its items': red, yellow, green, suspended grey, blue, cancelled grey, not started. Places are the caller's own; cells say why they are empty.",
  query: lightsQuery,
  response: lights,
  problems: ["dateOutOfRange"],
  changesWith: "ledger",
  async handler({ plan, query, sight, services }) {
    const on = dayAsked(query.on, plan);
    const grades = gradesByCell(await gradesOn(services.pool, plan.id, on), plan.ruleSet);
    return lightsView(await sight.standing(on), sight.villages, grades, plan);
  },
});

/** Twelve weeks: what a meeting looks back on. */
const LOOK_BACK = 84;

/**
 * Every so-many-th day from the Monday of the plan's first week on, that first day and the last: the same days whatever day it is
 * today, so that what was once shown of the past stays.
 */
function* sampleDays(from: PlanDate, to: PlanDate, every: number, first: PlanDate): Generator<PlanDate> {
  const anchor = dayNumber(first) - (weekday(first) - 1);
  if (from === first && from !== to) yield from;
  const past = Math.max(dayNumber(from), dayNumber(first) + (from === first ? 1 : 0));
  for (let day = anchor + Math.ceil((past - anchor) / every) * every; day < dayNumber(to); day += every)
    yield dateOfDay(day);
  yield to;
}

/** The days of a trend, the earliest first. Throws the problem `dateOutOfRange`. */
function trendDays(query: TrendQuery, plan: PlanView) {
  const to = dayAsked(query.to, plan, "to");
  const first = addDays(to, -LOOK_BACK);
  const from = query.from === undefined ? (first < plan.from ? plan.from : first) : dayAsked(query.from, plan, "from");
  if (from > to)
    throw new ProblemError(
      "dateOutOfRange",
      { zh: `起始日${dayZh(from)}晚于截止日${dayZh(to)}。`, en: `from (${from}) is later than to (${to}).` },
      { parameter: "from", from, to },
    );
  const days: PlanDate[] = [];
  for (const day of sampleDays(from, to, query.every, plan.from)) {
    if (days.length === MOST_TREND_DAYS)
      throw new ProblemError(
        "dateOutOfRange",
        {
          zh: `一次最多统计${MOST_TREND_DAYS}天，请缩短时段或加大间隔（every）。`,
          en: `One answer counts ${MOST_TREND_DAYS} days at most: ask for fewer, or for every so-many-th day (every).`,
        },
        { parameter: "from", from, to },
      );
    days.push(day);
  }
  return { from, to, every: query.every, days };
}

export const getLightTrend = planRoute({
  method: "get",
  path: "/lights/trend",
  tag: "lights",
  summary: "Items by light, day by day 亮灯趋势",
  description:
    "As `/lights` says it of one day, counted from the ledger at the end of each. The days are the same whenever it is asked, but for the last.",
  query: trendQuery,
  response: trend,
  problems: ["dateOutOfRange"],
  changesWith: "ledger",
  async handler({ plan, query, sight }) {
    const { days, ...span } = trendDays(query, plan);
    const counted: ({ readonly on: PlanDate } & DayCounts)[] = [];
    for (const on of days) {
      counted.push({ on, ...(await sight.counts(on)) });
      // A year's days are a second's work: others are answered between two of them.
      await nextTurn();
    }
    return { ...span, days: counted };
  },
});
