/** The small plan with a round of two villages, and inspectors of two units that owe none of its lines. */
import type { ChecklistLine, Checklists } from "../../../domain/plan/checklists.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import type { Post, Unit } from "../../../domain/plan/roster.js";
import { inspectedBundle } from "../../support/inspected-bundle.js";
import { bundleLine, CAUSES, PEOPLE, VISITS } from "./fixture.js";

/** Whom the office is, and who owes what the villages are inspected for. */
export const OFFICE = "p-office-desk";
export const OWING = "p-unit-desk";

/** The day on which villages are visited: the round is open. */
export const VISITED_ON = "2021-06-09";

const units: Unit[] = Object.values(PEOPLE).map(({ unit, unitName }) => ({
  id: unit,
  kind: "department",
  names: [{ value: unitName }],
  aliases: [],
  desk: `${unit}/desk`,
  head: `${unit}/head`,
  leaderInCharge: [{ value: "leader/2" }],
}));

const posts: Post[] = Object.values(PEOPLE).flatMap(({ id, unit, unitName }): Post[] => [
  {
    id: `${unit}/desk`,
    title: `${unitName}经办`,
    unit,
    level: "desk",
    holders: [{ value: id }],
    fallback: [`${unit}/head`, "office/desk"],
  },
  {
    id: `${unit}/head`,
    title: `${unitName}主要负责人`,
    unit,
    level: "head",
    holders: [{ value: `${id}-head` }],
    fallback: ["office/desk"],
  },
]);

const persons = Object.values(PEOPLE).flatMap(({ id, name }) =>
  [
    { id, name },
    { id: `${id}-head`, name: `${name}的领导` },
  ].map((one) => ({ ...one, email: `${one.id}@sample.invalid` })),
);

const line = (no: number): ChecklistLine => {
  const { last: _last, findings: _findings, claims: _claims, ...own } = bundleLine(no);
  return own as ChecklistLine;
};

/** The checklists of these lines. */
export const checklistsWith = (lines: readonly number[]): Checklists => ({
  version: 1,
  causes: [...CAUSES],
  lines: lines.map(line),
});

/** Its round 2021H1 visits both villages, with so many lines each. */
export function filingPlan(lines: number): PlanBundle {
  const { plan, roster, policy } = inspectedBundle;
  if (!policy.inspections) throw new Error("the plan has no inspections");
  const villages = Object.entries(VISITS).map(([visit, name]) => ({
    id: visit.slice("village-".length),
    name,
    township: "town1",
    concentratedArea: false,
    pairing: [{ value: { countyLeader: "leader/1", departmentHead: "unit/head", helpingUnit: "helper" } }],
  }));
  return {
    ...inspectedBundle,
    plan: {
      ...plan,
      id: "filing",
      title: "示范方案",
      start: "2021-06-07",
      tasks: plan.tasks.map((task) => ({
        ...task,
        milestones: task.milestones.filter(({ id }) => id === "works" || id === "ledger"),
      })),
    },
    roster: {
      ...roster,
      units: [...roster.units, ...units],
      posts: [...roster.posts, ...posts],
      persons: [...roster.persons, ...persons],
      villages,
    },
    policy: { ...policy, inspections: { ...policy.inspections, last: "2021H1", sampleShare: 1 } },
    checklists: checklistsWith(Array.from({ length: lines }, (_, index) => index + 1)),
  };
}
