import { PLAN_STREAM } from "../../domain/streams.js";
import { listAlarms } from "../../prisma/read/alarms.js";
import { instantText } from "../instants.js";
import { planRoute } from "../route.js";
import { alarms, clock } from "../schemas/operation.js";
import { alarmWords } from "../words/alarms.js";

export const getClock = planRoute({
  method: "get",
  path: "/clock",
  tag: "operation",
  summary: "Where the plan stands in time 时钟",
  response: clock,
  changesWith: "clock",
  handler({ plan: { head, now, today, library } }) {
    const text = (instant: number): string => instantText(instant, library.offsetMinutes);
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
    };
  },
});

const MOST_ALARMS = 1_000;

export const getAlarms = planRoute({
  method: "get",
  path: "/alarms",
  tag: "operation",
  summary: "What the office must see 告警",
  response: alarms,
  changesWith: "answer",
  async handler({ plan, services: { prisma } }) {
    const { library, today } = plan;
    const { total, latest } = await listAlarms(prisma, plan.id, MOST_ALARMS);
    return {
      total,
      alarms: latest.map((alarm) => ({
        key: alarm.key,
        kind: alarm.kind,
        latest: instantText(alarm.planAt, library.offsetMinutes),
        count: alarm.count,
        words: alarmWords(alarm, today, plan),
        detail: { ...alarm.detail },
      })),
    };
  },
});
