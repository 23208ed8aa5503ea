/** Events of an item's life: from 立项 to 销号, and what is laid over it. */
import { SCOPES } from "../plan/plan.js";
import { findingEvents } from "./finding-events.js";
import { day, fields, flag, list, map, nullable, number, oneOf, optional, text } from "./shape.js";

/** 协办: a unit that helps; with a sub-deadline of its own where one is set. */
export const supportingUnit = fields({ unit: text, workingDaysBefore: optional(number) });

/** An item as a plan yields it, but for its id. */
export const plannedMembers = {
  task: number,
  milestone: text,
  target: text,
  scope: oneOf(SCOPES),
  township: optional(text),
  village: optional(text),
  primaryUnit: text,
  supporting: optional(list(supportingUnit)),
  deadline: day,
  metric: optional(fields({ target: number })),
  assignOn: day,
} as const;

/** Figures by name, as counted: `{ done: 12, total: 40 }` and what else a metric's formula names. */
const figures = map(number);

export const itemLifeEvents = {
  /** 立项. `originalDeadline`: where it had been moved before an import. `reason`: registered while the plan ran. */
  registered: fields({
    ...plannedMembers,
    originalDeadline: optional(day),
    leadUnit: text,
    policy: number,
    reason: optional(text),
  }),
  /** 交办. `due`: the day on which it was to be assigned; absent where the office did it. */
  assigned: fields({ on: day, due: optional(day), policy: number }),
  /** 存量: it was running before this system. */
  imported: fields({
    on: day,
    status: oneOf(["assigned", "signedFor", "inProgress"]),
    percent: number,
    text,
    policy: number,
  }),
  signedFor: fields({}),
  progressReported: fields({ percent: number, text, figures: optional(figures) }),
  /** The percentage follows from a register's figure: what is done of what whole, as its rows leave them. */
  figureComputed: fields({ register: text, figure: text, done: number, total: number, percent: number }),
  /** 核定总任务量. `version` above 1: a correction. */
  totalFixed: fields({
    total: number,
    from: nullable(number),
    version: number,
    target: number,
    percent: number,
    reason: text,
  }),
  evidenceFiled: fields({
    sha256: text,
    name: text,
    mediaType: text,
    bytes: number,
    effectiveOn: day,
    receivedOn: day,
    text,
  }),
  /** 反馈: completion. `percent`: of a measured item. */
  reported: fields({ text, evidence: list(text), percent: optional(number), figures: optional(figures) }),
  supportReported: fields({ unit: text, text }),
  /** `verifier` null: anybody of the verifying unit again. */
  verifierAssigned: fields({ verifier: nullable(text), verifierPost: optional(text), unit: text, text }),
  verified: fields({ text }),
  /** `replyBy`: the day by which it is to be reported again. */
  returned: fields({ reason: text, replyBy: optional(day) }),
  /** `imported`: it had ended before this system. */
  closed: fields({ text, imported: optional(flag) }),
  cancelled: fields({ reason: text, imported: optional(flag) }),
  /** 重新办理: it had been closed. `count`: how often by now. `from`: the deadline that it was closed under. */
  reopened: fields({ reason: text, count: number, from: day, deadline: day }),
  /** `deadline`: the one that the order names for the time after. */
  suspended: fields({ reason: text, approver: text, until: nullable(day), deadline: optional(day) }),
  /**
   * `on`, `due`, `dueAt`: the planned end, which counts on its own day; absent where a person resumed it. `from`, `deadline`: the
   * deadline moved by it (`movedBy` working days, or as the order named it); absent where none moved, and on older rows.
   */
  resumed: fields({
    reason: text,
    on: optional(day),
    due: optional(day),
    dueAt: optional(number),
    from: optional(day),
    deadline: optional(day),
    movedBy: optional(number),
  }),
  reassigned: fields({ from: text, primaryUnit: text, reason: text }),
  /** Another person holds the unit's post. */
  handedOver: fields({ post: text, to: text, reason: text }),
  annotated: fields({ text }),
  /** 措施和时间表 for the deadline as it stands (domain/items/timetable.ts). */
  timetableSet: fields({
    lines: list(fields({ by: day, measure: text, quantity: text, person: text, percent: number })),
  }),
  ...findingEvents,
};
