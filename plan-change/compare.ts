/** What a plan's folder has that its running documents have not. Pure. */
import type { DocumentKind, PlanBundle } from "../domain/plan/bundle.js";

export type { DocumentKind };
import { compareChecklists } from "./compare-checklists.js";
import { compareCalendar, comparePolicy } from "./compare-clocks.js";
import { comparePlan, type NewReading } from "./compare-plan.js";
import { compareRoster } from "./compare-roster.js";
import { same } from "./entries.js";
import { compareRegisters } from "./compare-registers.js";
import type { Differences } from "./said.js";

export interface Comparison extends Differences {
  /** Documents that need a further version. */
  readonly kinds: readonly DocumentKind[];
  /** Whether the checklists need one. */
  readonly checklists: boolean;
  /** Whether the registers need one. */
  readonly registers: boolean;
  readonly readings: readonly NewReading[];
}

/** `versions`: the newest of each document. */
export function compare(
  running: PlanBundle,
  wanted: PlanBundle,
  versions: Readonly<Record<DocumentKind, number>>,
): Comparison {
  const kinds = (["plan", "roster", "policy", "calendar"] as const).filter(
    (kind) => !same(running[kind], wanted[kind]),
  );
  const plan = comparePlan(running.plan, wanted.plan);
  const parts: Differences[] = [
    plan,
    compareRoster(running.roster, wanted.roster),
    comparePolicy(running.policy, wanted.policy, versions.policy),
    compareCalendar(running.calendar, wanted.calendar, versions.calendar),
    compareChecklists(running.checklists, wanted.checklists),
    compareRegisters(running.registers, wanted.registers),
  ];
  return {
    kinds,
    checklists: !same(running.checklists ?? null, wanted.checklists ?? null),
    registers: !same(running.registers ?? null, wanted.registers ?? null),
    readings: plan.readings,
    changes: parts.flatMap(({ changes }) => changes),
    refused: parts.flatMap(({ refused }) => refused),
  };
}
