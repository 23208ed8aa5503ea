/** The versioned data that decisions depend on besides state: policies and calendars by version. */
import { calendarOf, type WorkingCalendar } from "./calendar.js";
import type { PlanBundle } from "./bundle.js";
import type { Checklists } from "./checklists.js";
import type { CoLeads } from "./co-leads.js";
import type { CalendarData, Dated, PlanDate } from "./plan.js";
import type { Policy } from "./policy.js";
import type { Bodies } from "./roster.js";

/** A unit's head. `leader`: the post is itself one of a 处级领导. */
export interface UnitHead {
  readonly holders: readonly Dated<string>[];
  readonly leader: boolean;
}

/** The heads of the units, by unit, and who holds a post of a 处级领导. */
export interface Heads {
  readonly byUnit: Readonly<Record<string, UnitHead>>;
  readonly leaders: readonly Dated<string>[];
}

export interface RuleSet {
  readonly policies: Readonly<Record<string, Policy>>;
  readonly calendars: Readonly<Record<string, CalendarData>>;
  readonly bodies: Bodies;
  /** Who heads the units; absent: nothing is known of them. */
  readonly heads?: Heads;
  /** By version; absent or empty: the plan runs without inspections. */
  readonly checklists?: Readonly<Record<string, Checklists>>;
  /** The newest documents, of which the yearly packages are made, and who inspects what where; absent: nothing of either is decided. */
  readonly documents?: PlanBundle;
  /** Who leads milestones together; absent: nothing is known of it. */
  readonly coLeads?: CoLeads;
  /**
   * What is known of the delivery of signed 督办函 at the instant of a decision, by item: the day, or null for one that has not reached its
   * unit. What a decision takes from it, it records. Absent: nothing is known, and letters count as delivered.
   */
  readonly deliveries?: Deliveries;
  readonly offsetMinutes: number;
}

export type Deliveries = Readonly<Record<string, PlanDate | null>>;

export function hasPolicy(ruleSet: RuleSet, version: number): boolean {
  return ruleSet.policies[String(version)] !== undefined;
}

export function hasCalendar(ruleSet: RuleSet, version: number): boolean {
  return ruleSet.calendars[String(version)] !== undefined;
}

export function policyOf(ruleSet: RuleSet, version: number): Policy {
  const policy = ruleSet.policies[String(version)];
  if (!policy) throw new Error(`policy version ${version} is not in the rule set: load it before deciding`);
  return policy;
}

export function calendarVersion(ruleSet: RuleSet, version: number): WorkingCalendar {
  const data = ruleSet.calendars[String(version)];
  if (!data) throw new Error(`calendar version ${version} is not in the rule set: load it before deciding`);
  return calendarOf(data);
}

/** The newest checklists; null where the plan has none. */
export function newestChecklists({ checklists = {} }: RuleSet): Checklists | null {
  const versions = Object.keys(checklists).map(Number);
  return versions.length === 0 ? null : (checklists[String(Math.max(...versions))] ?? null);
}

export function checklistsOf({ checklists = {} }: RuleSet, version: number): Checklists {
  const found = checklists[String(version)];
  if (!found) throw new Error(`checklists version ${version} are not in the rule set: load them before deciding`);
  return found;
}
