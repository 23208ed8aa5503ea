/** The small plan asked by the month (调度): from April 2021, urged once. */
import type { MonthAct, MonthCommand } from "../../domain/months/acts.js";
import type { Cells } from "../../domain/months/answers.js";
import type { Actor } from "../../domain/ledger/record.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import type { MonthPolicy } from "../../domain/plan/month-policy.js";
import { bundle } from "./small-bundle.js";

export const months: MonthPolicy = {
  first: "2021-04",
  last: "2021-12",
  askOn: 20,
  dueOn: 25,
  closesAfter: 3,
  dutiesEvery: 3,
  responsibleEvery: 6,
  copiedAfter: 3,
};

/** A plan that is asked by the month. */
export const asked = (plan: PlanBundle): PlanBundle => ({
  ...plan,
  policy: {
    ...plan.policy,
    months,
    ladders: {
      ...plan.policy.ladders,
      month: [
        {
          id: "urge",
          offset: 1,
          instrument: "progressRequest",
          kind: "auto",
          to: ["primaryUnit"],
          copy: ["primaryUnitHead"],
        },
      ],
    },
  },
});

export const askedBundle: PlanBundle = asked(bundle);

export const desk = (unit: string): Actor => ({ person: `p-${unit}-desk`, post: `${unit}/desk`, unit });
export const head = (unit: string): Actor => ({ person: `p-${unit}-head`, post: `${unit}/head`, unit });

let keys = 0;
/** An act on a month with a fresh key. */
export const monthCommand = (actor: Actor, month: MonthAct): MonthCommand => ({ key: `m${++keys}`, actor, month });

/** A row filled in without a mistake. */
export const told = (progress: string | undefined, more: Cells = {}): Cells => ({
  ...(progress === undefined ? {} : { progress }),
  measure: "已组织施工",
  problem: "无",
  nextStep: "继续推进",
  person: "张三",
  phone: "0951-1234567",
  ...more,
});
