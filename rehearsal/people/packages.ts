/**
 * Who signs for a year's package, and when: the unit's desk as it signs for what it is given (urged, it thinks again), a seat as its
 * post reads what is submitted to it. What the unit owes of that day is signed for with the package.
 */
import { compareText } from "../../domain/ledger/canonical.js";
import type { PackageHolder } from "../../domain/ledger/package-events.js";
import type { ItemState } from "../../domain/items/work-item.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { PlanCommand } from "../../domain/streams/orders.js";
import type { ObservedRow } from "../../prisma/ledger/ledger-reader.js";
import type { PlannedAct } from "../driver.js";
import type { Seat } from "./cast.js";
import { reactionAt, type Setting } from "./intents.js";
import { plannedOrder } from "./staged.js";

interface Signing {
  readonly at: number;
  readonly year: number;
  readonly holder: PackageHolder;
  readonly by: Seat;
}

const nameOf = (year: number, { kind, id }: PackageHolder): string => `${year}/${kind}/${id}`;

export class PackageSigners {
  private signings: readonly Signing[] = [];
  private readonly signed = new Set<string>();
  /** The units that sign at the instant that is being played. */
  private taken: { readonly at: number; readonly units: ReadonlySet<string> } | null = null;
  /** The day of each year's packages, with the units that were given one. */
  private readonly given = new Map<PlanDate, ReadonlySet<string>>();

  constructor(private readonly setting: Setting) {}

  /** Whether what a unit was given on a day is signed for with its package. */
  covers(unit: string, day: PlanDate): boolean {
    return this.given.get(day)?.has(unit) ?? false;
  }

  /** Notes what a row of the plan's own stream moves people to do. */
  see(row: ObservedRow): void {
    if (row.type === "packageSignedFor") {
      const { year, holder } = row.payload;
      this.signed.add(nameOf(year, holder));
    } else if (row.type === "packagesAssigned") {
      const { year, on, units, seats } = row.payload;
      this.given.set(on, new Set(units.map(({ unit }) => unit)));
      for (const { unit } of units) this.intend(year, { kind: "unit", id: unit }, this.unitAt(unit, on, row.at, ""));
      for (const { post } of seats) this.intend(year, { kind: "seat", id: post }, this.seatAt(post, year, row.at));
    } else if (row.type === "packagesPressed") {
      const { year, rung, units } = row.payload;
      for (const unit of units) {
        const on = [...this.given.keys()].findLast((day) => day.startsWith(`${year}-`)) ?? "";
        this.intend(year, { kind: "unit", id: unit }, this.unitAt(unit, on, row.at, rung));
      }
    }
  }

  /** Like 签收 of what the unit was given on that day: see `signFor` of unit-work.ts. */
  private unitAt(unit: string, on: PlanDate, from: number, urged: string): number | null {
    const { behaviours } = this.setting;
    return reactionAt(this.setting, unit, behaviours.ofUnit(unit).signFor, from, ["signFor", unit, on, 1, urged]);
  }

  private seatAt(post: string, year: number, from: number): number | null {
    const { behaviours } = this.setting;
    return reactionAt(this.setting, post, behaviours.ofPost(post).signFor, from, ["signForPackage", post, year]);
  }

  private intend(year: number, holder: PackageHolder, at: number | null): void {
    if (at === null) return;
    const { id } = holder;
    const by: Seat = holder.kind === "unit" ? { kind: "unit", unit: id, level: "desk" } : { kind: "post", post: id };
    this.signings = [...this.signings, { at, year, holder, by }].toSorted((a, b) => a.at - b.at);
  }

  /** Whether an item is signed for at an instant, with its unit's package. */
  signsAt(instant: number, { primaryUnit, signForRun }: Pick<ItemState, "primaryUnit" | "signForRun">): boolean {
    return (
      this.taken?.at === instant &&
      this.taken.units.has(primaryUnit) &&
      this.covers(primaryUnit, signForRun?.anchor ?? "")
    );
  }

  dropBefore(now: number): void {
    this.signings = this.signings.filter(({ at }) => at >= now);
  }

  nextAt(): number | null {
    this.signings = this.signings.filter(({ year, holder }) => !this.signed.has(nameOf(year, holder)));
    return this.signings[0]?.at ?? null;
  }

  /**
   * The signatures of an instant. `tasks`: those in which a unit has something to sign for. `nobody`: told of each that nobody is
   * there to give.
   */
  takeAt(
    instant: number,
    seed: number,
    tasks: (unit: string) => readonly number[],
    nobody: () => void,
  ): PlannedAct<PlanCommand>[] {
    const { cast, hours } = this.setting;
    const due = this.signings.filter(({ at }) => at === instant);
    this.signings = this.signings.filter(({ at }) => at !== instant);
    this.taken = {
      at: instant,
      units: new Set(due.flatMap(({ holder }) => (holder.kind === "unit" ? [holder.id] : []))),
    };
    return due
      .filter(({ year, holder }) => !this.signed.has(nameOf(year, holder)))
      .toSorted((a, b) => compareText(nameOf(a.year, a.holder), nameOf(b.year, b.holder)))
      .flatMap(({ year, holder, by }): PlannedAct<PlanCommand>[] => {
        const actor = cast.actor(by, hours.dayOf(instant));
        if (actor === null) {
          nobody();
          return [];
        }
        const owed = holder.kind === "unit" ? tasks(holder.id) : [];
        const order = { kind: "signForPackage", year, holder, tasks: owed } as const;
        return [plannedOrder({ at: instant, order }, actor, seed)];
      });
  }
}
