/** A plan whole, as the engine runs on it: its four documents, and the items that follow from them. */
import type { Checklists } from "./checklists.js";
import type { CalendarData, PlanDate, PlanText, Scope, SupportingUnit } from "./plan.js";
import type { Policy } from "./policy.js";
import type { Registers } from "./registers.js";
import type { Roster } from "./roster.js";

/** A plan folder, loaded and validated. */
export interface PlanBundle {
  readonly plan: PlanText;
  readonly roster: Roster;
  readonly policy: Policy;
  readonly calendar: CalendarData;
  /** Checklists of inspections (plans/<plan>/checklists); absent: none. */
  readonly checklists?: Checklists;
  /** Registers of facts (plans/<plan>/registers.yaml); absent: none. */
  readonly registers?: Registers;
}

/** The documents that every plan has, by the name of their member and their file. */
export type DocumentKind = Exclude<keyof PlanBundle, "checklists" | "registers">;

/** A work item as the plan yields it, before anything has happened. */
export interface PlannedItem {
  /** `<milestone>/<target>`, e.g. `t07-works-2021/v012`; target `county` for county scope. */
  readonly id: string;
  readonly task: number;
  readonly milestone: string;
  /** Village id, township id or `county`. */
  readonly target: string;
  readonly scope: Scope;
  readonly township?: string;
  readonly village?: string;
  /** Unit id. */
  readonly primaryUnit: string;
  /** 协办, less the primary unit itself. */
  readonly supporting?: readonly SupportingUnit[];
  readonly deadline: PlanDate;
  /** Where its progress is computed from figures. */
  readonly metric?: { readonly target: number };
  /** Assigned on this day at the firing time. */
  readonly assignOn: PlanDate;
}
