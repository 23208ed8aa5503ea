/**
 * The plan that chaos plays: synthetic, of 18 tasks, with waves of items that all fall due on the same day, so that every due
 * instant is a storm; and what people do to its items, by the day counted from each wave's deadline.
 */
import { DAY_MS } from "../domain/plan/plan-date.js";
import type { CalendarYear, Dated, Milestone } from "../domain/plan/plan.js";
import type { PlanBundle } from "../domain/plan/bundle.js";
import type { Policy, Rung } from "../domain/plan/policy.js";
import type { Post, Unit } from "../domain/plan/roster.js";

export const TASKS = 18;
const VILLAGES = 10;
const OFFSET_MINUTES = 480;
const START = "2021-03-01";
/** Working days from the plan's start to its first deadline: no reminder lies before the start. */
const FIRST_DEADLINE = 25;
/** Working days between two waves: their ladders overlap, on other days. */
const BETWEEN_WAVES = 21;
/** Instants at which a wave brings something due while the waves around it do too. */
export const INSTANTS_A_WAVE = 10;

const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Weekends, and holidays that cut into the ladders. */
const YEARS: CalendarYear[] = [
  {
    year: 2021,
    holidays: ["2021-04-05", "2021-05-03", "2021-05-04", "2021-06-14", "2021-10-01"],
    workedWeekends: ["2021-04-25", "2021-05-08"],
  },
  { year: 2022, holidays: ["2022-01-03", "2022-02-01", "2022-02-02"], workedWeekends: ["2022-01-29"] },
  { year: 2023, holidays: ["2023-01-02"], workedWeekends: [] },
];

/** Working days of the calendar above, in order. */
function workingDays(): string[] {
  const days: string[] = [];
  const off = new Set(YEARS.flatMap((year) => year.holidays));
  const worked = new Set(YEARS.flatMap((year) => year.workedWeekends));
  for (let at = Date.parse("2021-01-01"); at <= Date.parse("2023-12-31"); at += DAY_MS) {
    const day = dateOf(at);
    const weekend = [0, 6].includes(new Date(at).getUTCDay());
    if (worked.has(day) || (!weekend && !off.has(day))) days.push(day);
  }
  return days;
}

const WORKING_DAYS = workingDays();

/** Deadlines of the waves. */
export function deadlines(waves: number): string[] {
  const start = WORKING_DAYS.indexOf(START);
  return Array.from(
    { length: waves },
    (_, wave) => WORKING_DAYS[start + FIRST_DEADLINE + wave * BETWEEN_WAVES] as string,
  );
}

/** The n-th working day after `day`, which is one; before it, where n is negative. */
export function workingDayAfter(day: string, n: number): string {
  return WORKING_DAYS[WORKING_DAYS.indexOf(day) + n] as string;
}

/** Working days from `deadline` to `day`, negative before it. */
function daysAfter(deadline: string, day: string): number {
  return WORKING_DAYS.indexOf(day) - WORKING_DAYS.indexOf(deadline);
}

const rung = (
  id: string,
  offset: number,
  instrument: Rung["instrument"],
  to: Rung["to"],
  more: Partial<Rung> = {},
): Rung => ({
  id,
  offset,
  instrument,
  kind: "auto",
  to,
  copy: [],
  ...more,
});

function deadlineLadder(leader: Rung["to"], copy: Rung["copy"]): Rung[] {
  return [
    rung("remind20", -20, "reminder", ["primaryUnit"], { copy }),
    rung("remind5", -5, "reminder", ["primaryUnit"], { copy }),
    rung("remind1", -1, "reminder", ["primaryUnit"], { copy }),
    rung("urge", 1, "urge", ["primaryUnit"], { copy }),
    rung("supervise", 3, "supervise", ["primaryUnitHead"], {
      kind: "signed",
      standIn: { instrument: "urge", to: ["primaryUnitHead"], copy: [] },
    }),
    rung("escalate", 7, "escalate", leader, {
      mandatory: true,
      repeat: { every: 5, times: 6, quietAfterAcknowledgement: 10 },
    }),
    rung("talk", 15, "summonsTalk", ["leadingGroup"], {
      kind: "signed",
      afterUnanswered: "supervise",
      standIn: { instrument: "urge", to: ["primaryUnitHead"], copy: [] },
    }),
  ];
}

export const POLICY: Policy = {
  version: 1,
  title: "混沌测试规则",
  firingTime: "09:00",
  closingTime: "09:10",
  ladders: {
    village: deadlineLadder(["villageCountyLeader"], ["township"]),
    county: deadlineLadder(["leaderInCharge"], []),
    signFor: [rung("unsigned3", 3, "urge", ["primaryUnit"]), rung("unsigned5", 5, "urge", ["primaryUnitHead"])],
    verification: [rung("check5", 5, "urge", ["verifier"]), rung("check8", 8, "urge", ["verifierHead"])],
    extension: [rung("decide3", 3, "urge", ["decider"])],
    instruction: [rung("reply1", 1, "urge", ["instructedUnit"])],
  },
  ladderByScope: { county: "county", township: "county", village: "village", area: "village" },
  signWithin: 2,
  warningDays: 20,
};

const held = (person: string): Dated<string>[] => [{ value: person }];
export const leadUnit = (task: number): string => `lead${task}`;
const UNITS = [
  ...Array.from({ length: TASKS }, (_, no) => leadUnit(no + 1)),
  "office",
  "supervision",
  "group",
  "helper",
  "town1",
  "town2",
];
const LEADERS = [1, 2, 3, 4];

function unit(id: string, index: number): Unit {
  const kind = id.startsWith("town") ? "township" : id === "group" ? "body" : "department";
  return {
    id,
    kind,
    names: held(`单位${id}`),
    aliases: [],
    desk: `${id}/desk`,
    head: `${id}/head`,
    leaderInCharge: held(`leader/${LEADERS[index % LEADERS.length]}`),
  };
}

function posts(): Post[] {
  const own = UNITS.flatMap((id): Post[] => [
    {
      id: `${id}/desk`,
      title: `${id}经办`,
      unit: id,
      level: "desk",
      holders: held(`p-${id}-desk`),
      fallback: [`${id}/head`, "office/desk"],
    },
    {
      id: `${id}/head`,
      title: `${id}主要负责人`,
      unit: id,
      level: id === "group" ? "leadingGroup" : "head",
      holders: held(`p-${id}-head`),
      fallback: ["office/desk"],
    },
  ]);
  const leaders = LEADERS.map(
    (no): Post => ({
      id: `leader/${no}`,
      title: `县领导${no}`,
      level: "countyLeader",
      holders: held(`p-leader-${no}`),
      fallback: ["office/desk"],
      order: no,
    }),
  );
  return [...own, ...leaders];
}

/** Everybody's address; the checker finds it in the roster. */
const addressOf = (person: string): string => `${person}@chaos.invalid`;

/** A milestone that each task's lead unit owes, for its villages or for the county. */
export function milestone(
  id: string,
  title: string,
  scope: "village" | "county",
  deadline: string,
  targets?: readonly string[],
): Milestone {
  return {
    id,
    title: `${title}${scope === "county" ? "区级" : "到村"}事项`,
    deadline,
    reading: { text: deadline, basis: "literal" },
    scope,
    ...(targets && { targets }),
    owes: { kind: "firstLead" },
    supporting: [],
    closeCriteria: "完成",
    evidence: ["照片"],
    clause: "二",
  };
}

function milestones(task: number, waves: number): Milestone[] {
  return deadlines(waves).flatMap((deadline, wave) =>
    (["village", "county"] as const).map((scope) =>
      milestone(`t${task}-w${wave}-${scope}`, `任务${task}第${wave + 1}批`, scope, deadline),
    ),
  );
}

/** The plan with so many waves of items. */
export function chaosPlan(waves: number): PlanBundle {
  return bundleOf({
    tasks: TASKS,
    offsetMinutes: OFFSET_MINUTES,
    policy: POLICY,
    milestones: (task) => milestones(task, waves),
  });
}

/** What differs between the plans that chaos plays. */
export interface Outline {
  readonly tasks: number;
  readonly offsetMinutes: number;
  readonly policy: Policy;
  readonly milestones: (task: number) => Milestone[];
}

export function bundleOf(outline: Outline): PlanBundle {
  const everyone = posts();
  const persons = [...new Set(everyone.flatMap((post) => post.holders.map(({ value }) => value)))];
  return {
    plan: {
      id: "chaos",
      title: "混沌测试方案",
      shortTitle: "混沌",
      start: START,
      timeZone: { name: "Asia/Shanghai", offsetMinutes: outline.offsetMinutes },
      groups: [{ id: "g1", no: 1, title: "组", clause: "二" }],
      tasks: Array.from({ length: outline.tasks }, (_, index) => ({
        no: index + 1,
        title: `任务${index + 1}`,
        group: "g1",
        leadUnits: [leadUnit(index + 1)],
        responsibleUnits: [],
        standingDuties: [],
        clause: `二${index + 1}`,
        milestones: outline.milestones(index + 1),
      })),
      planDuties: [],
      kpis: [],
      attachments: [],
      openQuestions: [],
    },
    roster: {
      sample: true,
      units: UNITS.map(unit),
      posts: everyone,
      persons: persons.map((id) => ({ id, name: id, email: addressOf(id) })),
      townships: [1, 2].map((no) => ({ id: `town${no}`, name: `镇${no}` })),
      villages: Array.from({ length: VILLAGES }, (_, index) => ({
        id: `v${index + 1}`,
        name: `村${index + 1}`,
        township: index < VILLAGES / 2 ? "town1" : "town2",
        concentratedArea: false,
        pairing: [
          {
            value: {
              countyLeader: `leader/${LEADERS[index % LEADERS.length]}`,
              departmentHead: "helper/head",
              helpingUnit: "helper",
            },
          },
        ],
      })),
      bodies: { office: "office", supervisionOffice: "supervision", leadingGroup: "group" },
    },
    policy: outline.policy,
    calendar: { version: 1, years: YEARS },
  };
}

/** One request of a person: to one task, on some of its items. */
export interface ScriptedAct {
  readonly key: string;
  readonly stream: string;
  readonly kind: "signFor" | "reportProgress" | "report" | "verify" | "closeOut" | "signInstrument" | "annotate";
  readonly unit: string;
  readonly items: readonly string[];
  readonly more: Readonly<Record<string, unknown>>;
}

/** What is done to the items of a wave that lie in group `group` of six; the others are left in silence. `from`: working days from the deadline. */
const STEPS: readonly (Pick<ScriptedAct, "kind" | "more"> & {
  readonly group: number;
  readonly from: number;
  readonly by: "owner" | "office";
})[] = [
  { group: 1, from: -24, kind: "signFor", by: "owner", more: {} },
  { group: 2, from: -20, kind: "signFor", by: "owner", more: {} },
  { group: 3, from: -20, kind: "signFor", by: "owner", more: {} },
  { group: 2, from: -5, kind: "reportProgress", by: "owner", more: { percent: 60, text: "进展" } },
  { group: 2, from: -1, kind: "report", by: "owner", more: { text: "完成", evidence: ["照片"] } },
  { group: 2, from: 3, kind: "verify", by: "office", more: { text: "属实" } },
  { group: 2, from: 5, kind: "closeOut", by: "office", more: { text: "销号" } },
  { group: 1, from: 3, kind: "signInstrument", by: "office", more: { rung: "supervise" } },
  { group: 3, from: 12, kind: "report", by: "owner", more: { text: "完成", evidence: ["照片"] } },
  { group: 3, from: 22, kind: "verify", by: "office", more: { text: "属实" } },
  { group: 3, from: 22.5, kind: "closeOut", by: "office", more: { text: "销号" } },
  ...[-5, -1, 1, 5, 12, 17].map(
    (from) => ({ group: 4, from, kind: "annotate", by: "owner", more: { text: "备注" } }) as const,
  ),
];

/**
 * The acts that are next: each step of each wave once its day has come, at the first due instant on or after it. An item's
 * second step waits for an instant after its first. `done` holds the steps taken before; what is answered is added to it.
 */
export function actsOn(day: string, waves: number, done: Set<string>): ScriptedAct[] {
  const acts: ScriptedAct[] = [];
  for (const [wave, deadline] of deadlines(waves).entries()) {
    const stepped = new Set<number>();
    for (const [no, step] of STEPS.entries()) {
      const name = `w${wave}-s${no}`;
      if (
        done.has(name) ||
        step.from > daysAfter(deadline, day) ||
        (step.kind !== "annotate" && stepped.has(step.group))
      )
        continue;
      stepped.add(step.group);
      done.add(name);
      for (let task = 1; task <= TASKS; task++) acts.push(actOf(name, step, task, wave));
    }
  }
  return acts;
}

function actOf(name: string, step: (typeof STEPS)[number], task: number, wave: number): ScriptedAct {
  const targets = [...Array.from({ length: VILLAGES }, (_, index) => `village/v${index + 1}`), "county/county"];
  const items = targets
    .filter((_, index) => (task + index + wave) % 6 === step.group)
    .map((target) => `t${task}-w${wave}-${target}`);
  const { kind, more, by } = step;
  const key = `${name}-t${task}`;
  return {
    key,
    stream: `task/${task}`,
    kind,
    unit: by === "owner" ? leadUnit(task) : "office",
    items,
    more: kind === "signInstrument" ? { ...more, documentNo: `督办〔2021〕${key}号` } : more,
  };
}
