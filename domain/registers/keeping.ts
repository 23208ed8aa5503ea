/** Who keeps which rows of a register, and what is due of whom when. Pure. */
import type { PlanDate } from "../plan/plan.js";
import { placeColumn, type Register, type Registers, type Rhythm } from "../plan/registers.js";
import type { Roster } from "../plan/roster.js";
import type { Cells } from "./values.js";

/** The unit that keeps a row; undefined where it lies in no township that could. */
export function keeperOf(
  { keeper, ...register }: Register,
  cells: Cells,
  roster: Pick<Roster, "villages" | "townships">,
): string | undefined {
  if (keeper.kind === "unit") return keeper.unit;
  const column = placeColumn({ keeper, ...register });
  const place = column && cells[column.id];
  if (column?.type === "village") return roster.villages.find(({ id }) => id === place)?.township;
  return roster.townships.find(({ id }) => id === place)?.id;
}

/** Units that keep rows of a register. */
export const keepersOf = ({ keeper }: Register, { townships }: Pick<Roster, "townships">): readonly string[] =>
  keeper.kind === "unit" ? [keeper.unit] : townships.map(({ id }) => id);

/** What of a register a unit is to bring up to date in a period. */
export interface RegisterDue {
  readonly register: string;
  readonly title: string;
  /** `2021-05`, `2021Q2`, `2021H1`, `2021`, or `once`. */
  readonly period: string;
  /** First day of the period: rows that were last changed before it are not up to date. */
  readonly from: PlanDate;
  /** Villages or townships of which a row is wanted; null: none is named. */
  readonly places: readonly string[] | null;
}

const QUARTER = 3;
const HALF = 6;

/** The period in whose last month a day lies; null where the day's month ends none. */
function periodOn(rhythm: Rhythm, day: PlanDate): { readonly period: string; readonly from: PlanDate } | null {
  const year = day.slice(0, 4);
  const month = Number(day.slice(5, 7));
  const first = (of: number): PlanDate => `${year}-${String(of).padStart(2, "0")}-01`;
  switch (rhythm) {
    case "monthly":
      return { period: day.slice(0, 7), from: first(month) };
    case "quarterly":
      return month % QUARTER === 0 ? { period: `${year}Q${month / QUARTER}`, from: first(month - 2) } : null;
    case "halfYearly":
      return month % HALF === 0 ? { period: `${year}H${month / HALF}`, from: first(month - 5) } : null;
    case "yearly":
      return month === 12 ? { period: year, from: first(1) } : null;
    case "once":
      return { period: "once", from: "0001-01-01" };
  }
}

/** Rows of a register at one place: how many stand, and when one was changed last. `place`: "" where no column names one. */
export interface PlaceKept {
  readonly place: string;
  readonly rows: number;
  readonly changedOn: PlanDate;
}

/** By register what stands at its places. */
export type PlacesKept = Readonly<Record<string, readonly PlaceKept[]>>;

/** How a unit's part of a register stands in a period. */
export interface KeptSince {
  /** When a row of it was changed last; null: none was ever. */
  readonly changedOn: PlanDate | null;
  /** Places of which a row is wanted and none was changed since the period began. */
  readonly missing: readonly string[];
  /** Those of them that have no row at all. */
  readonly empty: readonly string[];
  /** Nothing is missing; where no place is named, something was changed. */
  readonly isKept: boolean;
}

/** How a unit's part of a register stands. Without a register of that id in the plan nothing stands. */
export function keptSince(
  {
    register: id,
    from,
    places,
  }: Pick<RegisterDue, "register" | "from"> & { readonly places?: readonly string[] | null },
  unit: string,
  kept: PlacesKept,
  { registers, roster }: KeepingRules,
): KeptSince {
  const register = registers?.registers.find((one) => one.id === id);
  const own = new Map(
    (kept[id] ?? []).flatMap((one) => (register && isOwn(register, one.place, unit, roster) ? [[one.place, one]] : [])),
  );
  const days = [...own.values()].map(({ changedOn }) => changedOn).toSorted();
  const changedOn = days.at(-1) ?? null;
  const missing = (places ?? []).filter((place) => (own.get(place)?.changedOn ?? "") < from || !own.get(place)?.rows);
  return {
    changedOn,
    missing,
    empty: missing.filter((place) => !own.get(place)?.rows),
    isKept: places ? missing.length === 0 : changedOn !== null && changedOn >= from,
  };
}

/** Whether rows at a place are a unit's to keep. */
function isOwn({ keeper }: Register, place: string, unit: string, { villages }: KeepingRules["roster"]): boolean {
  if (keeper.kind === "unit") return keeper.unit === unit;
  return place === unit || villages.some(({ id, township }) => id === place && township === unit);
}

/** The rules by which it is told: the registers that the plan has, and its roster. */
export interface KeepingRules {
  readonly registers?: Registers | undefined;
  readonly roster: Pick<Roster, "villages" | "townships">;
}

/**
 * What a unit is asked of its registers in the month of a day: by rhythm alone. Whether it is kept already: `keptSince`. In the plan's order; empty where the plan has no registers or the unit keeps none.
 */
export function registersDue({ registers, roster }: KeepingRules, unit: string, day: PlanDate): RegisterDue[] {
  return (registers?.registers ?? []).flatMap((register): RegisterDue[] => {
    const period = keepersOf(register, roster).includes(unit) ? periodOn(register.rhythm, day) : null;
    if (period === null) return [];
    const { id, title, expects } = register;
    return [{ register: id, title, ...period, places: expects ? expectedOf(register, unit, roster) : null }];
  });
}

function expectedOf(
  { keeper, expects }: Register,
  unit: string,
  { villages, townships }: KeepingRules["roster"],
): string[] {
  const own = (township: string): boolean => keeper.kind === "unit" || township === unit;
  return expects === "villages"
    ? villages.filter(({ township }) => own(township)).map(({ id }) => id)
    : townships.filter(({ id }) => own(id)).map(({ id }) => id);
}
