/** A whole synthetic plan: two tasks, two townships, four villages, with a vacant post and a person in two posts. */
import type { Dated, Milestone, Scope } from "../../domain/plan/plan.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import type { Person, Post, Unit } from "../../domain/plan/roster.js";
import { calendar, OFFSET, policy } from "./small-plan.js";

function milestone(id: string, scope: Scope, deadline: string, more: Partial<Milestone> = {}): Milestone {
  return {
    id,
    title: `事项${id}`,
    deadline,
    reading: { text: deadline, basis: "literal" },
    scope,
    owes: { kind: "firstLead" },
    supporting: [],
    closeCriteria: "完成",
    evidence: ["照片"],
    clause: "二",
    ...more,
  };
}

const unitIds = ["lead", "unit", "office", "supervision", "group", "helper", "town1", "town2"];
const held = (person: string): Dated<string>[] => [{ value: person }];

function unit(id: string): Unit {
  const kind = id.startsWith("town") ? "township" : id === "group" ? "body" : "department";
  const names =
    id === "office"
      ? [
          { value: "扶贫办", to: "2021-07-01" },
          { value: "乡村振兴局", from: "2021-07-01" },
        ]
      : [{ value: `单位${id}` }];
  return { id, kind, names, aliases: [], desk: `${id}/desk`, head: `${id}/head`, leaderInCharge: held("leader/2") };
}

function posts(): Post[] {
  const own = unitIds.flatMap((id): Post[] => [
    // The helping unit's desk is vacant from July: its head gets what is addressed to it.
    {
      id: `${id}/desk`,
      title: `${id}经办`,
      unit: id,
      level: "desk",
      holders: id === "helper" ? [{ value: "p-helper-desk", to: "2021-07-01" }] : held(`p-${id}-desk`),
      fallback: [`${id}/head`, "office/desk"],
    },
    // The head of `lead` is also county leader 1.
    {
      id: `${id}/head`,
      title: `${id}主要负责人`,
      unit: id,
      level: id === "group" ? "leadingGroup" : "head",
      holders: held(id === "lead" ? "p-leader-1" : `p-${id}-head`),
      fallback: ["office/desk"],
    },
  ]);
  const leaders = [1, 2].map(
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

function persons(): Person[] {
  const ids = new Set(posts().flatMap((post) => post.holders.map((holder) => holder.value)));
  return [...ids].map((id) => ({ id, name: id, email: `${id}@sample.invalid` }));
}

const pairing = (leader: number) => [
  { value: { countyLeader: `leader/${leader}`, departmentHead: "unit/head", helpingUnit: "helper" } },
];

export const bundle: PlanBundle = {
  plan: {
    id: "small",
    title: "合成方案",
    shortTitle: "合成",
    start: "2021-04-12",
    timeZone: { name: "Asia/Shanghai", offsetMinutes: OFFSET },
    groups: [{ id: "g1", no: 1, title: "组", clause: "二" }],
    tasks: [
      {
        no: 1,
        title: "任务一",
        group: "g1",
        leadUnits: ["lead"],
        responsibleUnits: ["unit"],
        standingDuties: [],
        clause: "二1",
        milestones: [
          milestone("plan", "county", "2021-05-31"),
          milestone("ledger", "township", "2021-06-30", { owes: { kind: "township" } }),
        ],
      },
      {
        no: 2,
        title: "任务二",
        group: "g1",
        leadUnits: ["unit"],
        responsibleUnits: ["lead"],
        standingDuties: [],
        clause: "二2",
        milestones: [milestone("works", "village", "2021-06-30"), milestone("area", "area", "2021-10-31")],
      },
    ],
    planDuties: [],
    kpis: [],
    attachments: [],
    openQuestions: [],
  },
  roster: {
    sample: true,
    units: unitIds.map(unit),
    posts: posts(),
    persons: persons(),
    townships: [1, 2].map((no) => ({ id: `town${no}`, name: `镇${no}` })),
    villages: [1, 2, 3, 4].map((no) => ({
      id: `v${no}`,
      name: `村${no}`,
      township: no < 3 ? "town1" : "town2",
      concentratedArea: no === 4,
      pairing: pairing(no % 2 === 0 ? 2 : 1),
    })),
    bodies: { office: "office", supervisionOffice: "supervision", leadingGroup: "group" },
  },
  policy,
  calendar,
};

/** The same with a third task, which has a standing duty only and so no stream. */
export const bundleWithIdleTask: PlanBundle = {
  ...bundle,
  plan: {
    ...bundle.plan,
    tasks: [
      ...bundle.plan.tasks,
      {
        no: 3,
        title: "任务三",
        group: "g1",
        leadUnits: ["lead"],
        responsibleUnits: [],
        standingDuties: [{ id: "s3", text: "长期坚持", clause: "二3" }],
        clause: "二3",
        milestones: [],
      },
    ],
  },
};
