/** The small plan with half-yearly inspections: two rounds of a year, four villages, four units that inspect one another. */
import type { RoundAct, RoundCommand } from "../../domain/inspections/acts.js";
import type { FiledLine } from "../../domain/ledger/inspection-events.js";
import type { Actor } from "../../domain/ledger/record.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import type { ChecklistLine, Checklists } from "../../domain/plan/checklists.js";
import { bundle } from "./small-bundle.js";

function line(key: string, task: number, more: Partial<ChecklistLine>): ChecklistLine {
  return {
    key,
    task,
    text: `${key}是否落实`,
    clause: "二",
    from: { kind: "fourChecks", check: "losses" },
    scope: "visit",
    guidance: "现场看",
    good: "落实到位",
    evidence: [],
    causes: ["funds", "duty"],
    severity: "serious",
    rectifier: { kind: "firstLead" },
    ...more,
  };
}

export const checklists: Checklists = {
  version: 1,
  causes: [
    { id: "funds", title: "资金未到位" },
    { id: "duty", title: "责任未落实" },
  ],
  lines: [
    line("works", 2, { from: { kind: "milestone", milestones: ["works"] }, evidence: ["验收单"] }),
    line("ledger", 1, {
      from: { kind: "milestone", milestones: ["ledger"] },
      rectifier: { kind: "township" },
      severity: "minor",
    }),
    line("losses", 2, { rectifier: { kind: "township" } }),
    line("plan", 1, { from: { kind: "milestone", milestones: ["plan"] }, scope: "desk" }),
  ],
};

export const inspectedBundle: PlanBundle = {
  ...bundle,
  policy: {
    ...bundle.policy,
    ladders: {
      ...bundle.policy.ladders,
      inspection: [
        { id: "remind", offset: -2, instrument: "inspection", kind: "auto", to: ["primaryUnit"], copy: [] },
        {
          id: "late",
          offset: 2,
          instrument: "inspection",
          kind: "auto",
          to: ["primaryUnit"],
          copy: ["primaryUnitHead"],
        },
      ],
    },
    inspections: {
      first: "2021H1",
      last: "2021H2",
      kind: "evaluation",
      basis: "方案三",
      opensBefore: 15,
      closingDays: 5,
      objectionDays: 10,
      rectifyWithin: { minor: 30, serious: 20, grave: 10 },
      sampleShare: 0.5,
      maxLines: 25,
      groupSize: 2,
      inFull: [2],
      systemicFrom: 3,
    },
  },
  checklists,
};

const desk = (unit: string): Actor => ({ person: `p-${unit}-desk`, post: `${unit}/desk`, unit });
export const inspectors = {
  leader: desk("office"),
  member: desk("supervision"),
  office: desk("office"),
  town: desk("town1"),
};

/** One group for all visits to villages, of the office and the supervision office: none of the lines is theirs to put right. */
export const groupOfAll = (visits: readonly string[]): RoundAct => ({
  kind: "setGroups",
  groups: [
    {
      id: "g1",
      leader: inspectors.leader.person,
      members: [inspectors.leader, inspectors.member],
      visits,
    },
  ],
  reason: "人员少",
});

let keys = 0;
export const roundCommand = (actor: Actor, round: RoundAct, key = `round-${++keys}`): RoundCommand => ({
  key,
  actor,
  round,
});

export const answer = (lineKey: string, grade: FiledLine["grade"], more: Partial<FiledLine> = {}): FiledLine => ({
  line: lineKey,
  revision: 1,
  grade,
  text: grade === "fail" ? "未落实" : "",
  ...(grade === "fail" ? { cause: "funds" } : {}),
  photos: [],
  answeredAt: 1_623_984_000_000,
  ...more,
});

export const clock = (now: number) => ({ deviceAt: now, receivedAt: now, offset: 0 });
