/**
 * The plan that chaos plays live: all its rungs of one ladder fall due on one plan day, a batch of them each minute, and its
 * time zone is laid so that the first of these minutes is a chosen instant of the machine's clock.
 */
import type { PlanBundle } from "../../domain/plan/bundle.js";
import type { Policy } from "../../domain/plan/policy.js";
import { DAY_MS, dayNumber, instantAt } from "../../domain/plan/plan-date.js";
import { asking, withDuties } from "./asking.js";
import { inspecting, withRound } from "./inspecting.js";
import { bundleOf, leadUnit, milestone, POLICY, type ScriptedAct, workingDayAfter } from "../plan.js";

/** The first working day of its month: the monthly list falls due too, and a round of inspections opens. */
const DAY = "2021-06-01";
/** The plan is opened the evening before, and takes over what runs by then. */
const OPENED = { day: "2021-05-31", time: "18:00" } as const;
const FIRST = 9 * 60;
/** Of each deadline's ladder the rung with this offset falls on the day: reminders, urging, a draft, an escalation, a talk. */
const OFFSETS = [-20, -5, -1, 1, 3, 7, 15] as const;
/** The rung of that offset that the office signs. */
const SIGNED = { offset: 3, rung: "supervise" } as const;
const VILLAGES_EACH = 3;
const VILLAGES = 10;

export interface LiveOutline {
  readonly tasks: number;
  /** Batches, a minute from one to the next. */
  readonly minutes: number;
  /** When the first falls due: a multiple of 3.75 s, so that the zone's offset is exact in minutes. */
  readonly first: number;
}

export interface LivePlan {
  readonly bundle: PlanBundle;
  readonly openedAt: number;
  /** The policies of the later minutes, and the milestones that go over to them: of a minute without instants none. */
  readonly later: readonly { readonly policy: Policy; readonly milestones: readonly string[] }[];
}

/** What falls due in the plan's n-th minute is told at once: the day's letters close with its first. */
function policyOf(minute: number): Policy {
  const firingTime = `09:${String(minute).padStart(2, "0")}`;
  return asking(inspecting({ ...POLICY, version: minute + 1, firingTime, closingTime: "09:00" }, DAY));
}

/** Milestones of one task, minute and deadline; the scopes are the two ladders. */
function milestonesOf(task: number, minute: number, offset: number): PlanBundle["plan"]["tasks"][number]["milestones"] {
  const name = nameOf(task, minute, offset);
  const title = `任务${task}第${minute + 1}分${offset}`;
  const deadline = workingDayAfter(DAY, -offset);
  return [
    milestone(`${name}-village`, title, "village", deadline, villagesOf(task, minute)),
    milestone(`${name}-county`, title, "county", deadline),
  ];
}

const nameOf = (task: number, minute: number, offset: number): string =>
  `t${task}-m${minute}-d${offset < 0 ? `n${-offset}` : offset}`;

const villagesOf = (task: number, minute: number): string[] =>
  Array.from({ length: VILLAGES_EACH }, (_, no) => `v${((task + minute + no * 3) % VILLAGES) + 1}`);

const numbers = (count: number): number[] => Array.from({ length: count }, (_, no) => no);

export function livePlan({ tasks, minutes, first }: LiveOutline): LivePlan {
  const offsetMinutes = (dayNumber(DAY) * DAY_MS - first) / 60_000 + FIRST;
  const all = (minute: number) => (task: number) => OFFSETS.flatMap((offset) => milestonesOf(task, minute, offset));
  // The month goes by the newest policy: what it asks at the first instant is urged and closed at the last, or a minute after the only one.
  const policies = Math.max(2, minutes);
  const played = bundleOf({
    tasks,
    offsetMinutes,
    policy: policyOf(0),
    milestones: (task) => numbers(minutes).flatMap((minute) => all(minute)(task)),
  });
  return {
    bundle: withDuties(withRound(played, DAY)),
    openedAt: instantAt(OPENED.day, OPENED.time, offsetMinutes),
    later: numbers(policies)
      .slice(1)
      .map((minute) => ({
        policy: policyOf(minute),
        milestones: minute < minutes ? numbers(tasks).flatMap((no) => all(minute)(no + 1).map(({ id }) => id)) : [],
      })),
  };
}

/** A request with its moment, in milliseconds from the instant at which its items' rungs fall due. */
export interface TimedAct extends ScriptedAct {
  readonly after: number;
}

/** What is done to the items of group `group` of six; the others are left in silence. Some of it falls to the very instant. */
const STEPS: readonly (Pick<ScriptedAct, "kind" | "more"> & {
  readonly group: number;
  readonly after: number;
  readonly by: "owner" | "office";
})[] = [
  { group: 1, after: -6_000, kind: "signFor", by: "owner", more: {} },
  { group: 1, after: 200, kind: "signInstrument", by: "office", more: { rung: SIGNED.rung } },
  { group: 2, after: -7_000, kind: "signFor", by: "owner", more: {} },
  { group: 2, after: -5_000, kind: "reportProgress", by: "owner", more: { percent: 60, text: "进展" } },
  { group: 2, after: -30, kind: "report", by: "owner", more: { text: "完成", evidence: ["照片"] } },
  { group: 2, after: 2_500, kind: "verify", by: "office", more: { text: "属实" } },
  { group: 2, after: 6_000, kind: "closeOut", by: "office", more: { text: "销号" } },
  { group: 3, after: -4_000, kind: "signFor", by: "owner", more: {} },
  { group: 3, after: 30, kind: "report", by: "owner", more: { text: "完成", evidence: ["照片"] } },
  { group: 3, after: 4_000, kind: "verify", by: "office", more: { text: "属实" } },
  { group: 3, after: 9_000, kind: "closeOut", by: "office", more: { text: "销号" } },
  ...[-2_500, -50, 100, 3_100, 8_000].map(
    (after) => ({ group: 4, after, kind: "annotate", by: "owner", more: { text: "备注" } }) as const,
  ),
];

/**
 * What is asked of one task in one minute, a list for each group of items: the requests of one list follow on each other,
 * each once the one before it is answered.
 */
export function actsOf(task: number, minute: number): TimedAct[][] {
  const groups = new Set(STEPS.map(({ group }) => group));
  return [...groups].map((group) =>
    STEPS.flatMap((step, no) => {
      const { kind, more, by, after } = step;
      if (step.group !== group) return [];
      const offsets = kind === "signInstrument" ? [SIGNED.offset] : OFFSETS;
      const items = offsets.flatMap((offset) => itemsOf(task, minute, offset, group));
      if (items.length === 0) return [];
      const key = `m${minute}-s${no}-t${task}`;
      const signed = kind === "signInstrument" ? { documentNo: `督办〔2021〕${key}号` } : {};
      const unit = by === "owner" ? leadUnit(task) : "office";
      return [{ key, stream: `task/${task}`, kind, unit, items, more: { ...more, ...signed }, after }];
    }),
  );
}

function itemsOf(task: number, minute: number, offset: number, group: number): string[] {
  const name = nameOf(task, minute, offset);
  const items = [...villagesOf(task, minute).map((village) => `${name}-village/${village}`), `${name}-county/county`];
  return items.filter((_, index) => (task + index + minute + Math.abs(offset)) % 6 === group);
}
