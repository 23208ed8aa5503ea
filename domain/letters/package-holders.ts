/**
 * Who is given a package of a year, by the plan and the roster of the day: every unit that the plan names or that helps a village
 * (年度任务交办清单), and every seat of a leader or a department head that is paired with one (包抓村年度任务清单).
 */
import { valueOn } from "../plan/dated.js";
import type { PlanBundle } from "../plan/bundle.js";
import type { PlanDate } from "../plan/plan.js";
import type { PayloadOf } from "../ledger/events.js";
import { packagedUnits } from "./packages.js";

/** What the rules know of the plan's documents. */
export type PackagedPlan = Pick<PlanBundle, "plan" | "roster">;

export type PackageHolders = Pick<PayloadOf<"packagesAssigned">, "units" | "seats">;

/** The villages of each post and unit that is paired with any on a day, in the roster's order. */
export interface PairedVillages {
  /** County leaders and department heads, by post. */
  readonly byPost: ReadonlyMap<string, readonly string[]>;
  /** Helping units, by unit. */
  readonly byUnit: ReadonlyMap<string, readonly string[]>;
}

const paired = new WeakMap<PlanBundle["roster"], Map<PlanDate, PairedVillages>>();

export function pairedVillages(roster: PlanBundle["roster"], day: PlanDate): PairedVillages {
  const ofRoster = paired.get(roster) ?? new Map<PlanDate, PairedVillages>();
  paired.set(roster, ofRoster);
  const known = ofRoster.get(day);
  if (known) return known;
  const byPost = new Map<string, string[]>();
  const byUnit = new Map<string, string[]>();
  const add = (to: Map<string, string[]>, who: string, village: string): void =>
    void to.set(who, [...(to.get(who) ?? []), village]);
  for (const { id, pairing } of roster.villages) {
    const seats = valueOn(pairing, day);
    if (!seats) continue;
    for (const post of new Set([seats.countyLeader, seats.departmentHead])) add(byPost, post, id);
    add(byUnit, seats.helpingUnit, id);
  }
  const found = { byPost, byUnit };
  ofRoster.set(day, found);
  return found;
}

/** Everybody who has a package of a year, units in the roster's order, seats by their first village. */
export function packageHolders(bundle: PackagedPlan, year: number, day: PlanDate): PackageHolders {
  const { roster } = bundle;
  const { byPost, byUnit } = pairedVillages(roster, day);
  const named = new Set(packagedUnits(bundle, year).map(({ unit }) => unit));
  return {
    units: roster.units.flatMap(({ id: unit }) =>
      named.has(unit) || byUnit.has(unit) ? [{ unit, named: named.has(unit), villages: byUnit.get(unit) ?? [] }] : [],
    ),
    seats: [...byPost].map(([post, villages]) => ({ post, villages })),
  };
}

/** The last year that has packages: that of the last date of the plan's milestones. Null: it has none, and a package every year. */
export function lastPackageYear({ plan }: PackagedPlan): number | null {
  const years = plan.tasks.flatMap(({ milestones }) => milestones.map(({ deadline }) => Number(deadline.slice(0, 4))));
  return years.length === 0 ? null : Math.max(...years);
}
