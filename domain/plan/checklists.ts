/**
 * Checklists (检查清单) as the engine runs on them: what is looked at in an inspection, as data of the plan. A checklist's lines have
 * keys that never change their meaning: a finding is known by its place, its line and its class of cause, over all rounds.
 */
import type { TextSource } from "./plan.js";

/** Where a line is inspected: in the village, all lines in one visit, or at the desk of the unit that owes it (案头检查). */
export const LINE_SCOPES = ["visit", "desk"] as const;
export type LineScope = (typeof LINE_SCOPES)[number];

/** 四查四补: losses made good, omissions filled, shortfalls filled, weak points strengthened. */
export const FOUR_CHECKS = ["losses", "omissions", "shortfalls", "weakPoints"] as const;
export type FourCheck = (typeof FOUR_CHECKS)[number];

/** How bad a finding is; its deadline follows from that (`InspectionPolicy.rectifyWithin`). In order, the worst last. */
export const SEVERITIES = ["minor", "serious", "grave"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** 合格, 基本合格, 不合格, 不适用. What was not checked has no grade. */
export const GRADES = ["pass", "mostly", "fail", "notApplicable"] as const;
export type Grade = (typeof GRADES)[number];

/** What a line comes from: milestones (by series or id), a standing duty, 四查四补, or a mechanism that the plan names. */
export type LineSource =
  | { readonly kind: "milestone"; readonly milestones: readonly string[] }
  | { readonly kind: "duty"; readonly duty: string }
  | { readonly kind: "fourChecks"; readonly check: FourCheck }
  | { readonly kind: "mechanism"; readonly name: string };

/** Who has to put right what fails: the task's first lead unit, the village's township, or one unit. */
export type Rectifier =
  | { readonly kind: "firstLead" }
  | { readonly kind: "township" }
  | { readonly kind: "unit"; readonly unit: string };

/** One line of a checklist. */
export interface ChecklistLine {
  /** Unique in the plan, for ever; e.g. `t07-works`. */
  readonly key: string;
  readonly task: number;
  /** What is asked, as it stands on the sheet. */
  readonly text: string;
  /** Whose words `text` is in; absent: the office's (办公室拟定). */
  readonly textSource?: TextSource;
  readonly clause: string;
  readonly from: LineSource;
  readonly scope: LineScope;
  /** How to look: where to go, whom to ask, what to compare. */
  readonly guidance: string;
  /** What good looks like: when the grade is 合格. */
  readonly good: string;
  /** The least that proves the grade; existing papers first. Empty: seeing it is enough. */
  readonly evidence: readonly string[];
  /** Classes of cause that can be named where it fails, by id. */
  readonly causes: readonly string[];
  /** Of a failure, where the inspector names no other. */
  readonly severity: Severity;
  readonly rectifier: Rectifier;
  /** Half-years in which it is asked; absent: both. Lines of milestones are asked where one of these is due or overdue. */
  readonly halves?: readonly ("H1" | "H2")[];
}

/** A class of cause (原因类别), e.g. 资金未到位. */
export interface CauseClass {
  readonly id: string;
  readonly title: string;
}

/** A plan's checklists together: one document with versions. */
export interface Checklists {
  readonly version: number;
  readonly causes: readonly CauseClass[];
  /** In the order of the files, and of the lines in them. */
  readonly lines: readonly ChecklistLine[];
}

/** A line by its key; undefined where the checklists have none of it. */
export const lineOf = ({ lines }: Checklists, key: string): ChecklistLine | undefined =>
  lines.find((line) => line.key === key);
