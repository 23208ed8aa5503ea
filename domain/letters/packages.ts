/**
 * 交办清单 of a unit for a year: everything for which the plan names it, in the plan's own capacities. What it owes and leads beside
 * others comes from the milestones, what it is a 责任单位 of from the tasks, and standing duties from the tasks that it leads or is
 * named for (docs/domain.md, "Who answers for an item").
 */
import type { Milestone, PlanDate, Task } from "../plan/plan.js";
import type { PlanBundle } from "../plan/bundle.js";
import { ALL_TOWNSHIPS } from "../plan/roster.js";

/** A milestone on a package. `part`: the unit's own part of it, in the office's words. */
export interface PackageMilestone {
  readonly id: string;
  readonly title: string;
  readonly deadline: PlanDate;
  readonly part?: string;
}

/** A task on a package, with what of it concerns the unit in this capacity. */
export interface PackageTask {
  readonly no: number;
  readonly title: string;
  readonly milestones: readonly PackageMilestone[];
}

/** Standing duties of a task, in the plan's words. `as`: how the plan names the unit there. */
export interface PackageDuties {
  readonly no: number;
  readonly title: string;
  readonly as: "lead" | "responsible";
  readonly duties: readonly string[];
}

export interface UnitPackage {
  readonly unit: string;
  readonly year: number;
  /** 牵头单位（主办） or named by the text: what it owes that year and later, and has not to wait for another year's package. */
  readonly owes: readonly PackageTask[];
  /** 牵头单位（共同牵头） */
  readonly leads: readonly PackageTask[];
  /** 责任单位: tasks only, the text divides nothing among them. A unit that leads too is named once, as lead. */
  readonly responsible: readonly PackageTask[];
  /** 常态职责 */
  readonly standing: readonly PackageDuties[];
}

/** Whether a task names a unit among its 责任单位; a township stands under 各乡镇（街道）. */
export function isResponsible(
  { responsibleUnits }: Pick<Task, "responsibleUnits">,
  unit: string,
  township: boolean,
): boolean {
  return responsibleUnits.includes(unit) || (township && responsibleUnits.includes(ALL_TOWNSHIPS));
}

/** A yearly duty stands on its own year's package, any other on each from the first until it is due. */
const isOfYear = ({ deadline, series }: Milestone, year: number): boolean => {
  const due = Number(deadline.slice(0, 4));
  return series === undefined ? due >= year : due === year;
};

function isOwedBy({ owes }: Milestone, task: Task, unit: string, township: boolean): boolean {
  if (owes.kind === "township") return township;
  return (owes.kind === "unit" ? owes.unit : task.leadUnits[0]) === unit;
}

const line = ({ id, title, deadline }: Milestone, part?: string): PackageMilestone => ({
  id,
  title,
  deadline,
  ...(part === undefined ? {} : { part }),
});

/** What a unit beside the one that owes has of a milestone; undefined where it has nothing. */
function partOf(milestone: Milestone, task: Task, unit: string): { readonly part?: string } | undefined {
  const named = milestone.supporting.find((each) => each.unit === unit);
  const leads = task.leadUnits.includes(unit) || named?.jointly === true;
  if (!leads) return undefined;
  return named?.part === undefined ? {} : { part: named.part };
}

/** A unit's package of a year; null where the plan does not name it. */
export function unitPackage(
  { plan, roster }: Pick<PlanBundle, "plan" | "roster">,
  unit: string,
  year: number,
): UnitPackage | null {
  const township = roster.townships.some(({ id }) => id === unit);
  const owes: PackageTask[] = [];
  const leads: PackageTask[] = [];
  const responsible: PackageTask[] = [];
  const standing: PackageDuties[] = [];
  for (const task of plan.tasks) {
    const { no, title } = task;
    const own = task.milestones.filter((one) => isOfYear(one, year));
    const owed = own.filter((one) => isOwedBy(one, task, unit, township));
    const beside = own
      .filter((one) => !owed.includes(one))
      .flatMap((one) => {
        const part = partOf(one, task, unit);
        return part === undefined ? [] : [line(one, part.part)];
      });
    const isLead = task.leadUnits.includes(unit);
    if (owed.length > 0) owes.push({ no, title, milestones: owed.map((one) => line(one)) });
    // A lead unit without a milestone of its own leads the task's standing duties.
    if (beside.length > 0 || (isLead && owed.length === 0 && task.leadUnits[0] !== unit))
      leads.push({ no, title, milestones: beside });
    const named = isResponsible(task, unit, township);
    if (named && !isLead) responsible.push({ no, title, milestones: [] });
    if ((isLead || named) && task.standingDuties.length > 0) {
      const duties = task.standingDuties.filter(({ overtaken }) => overtaken === undefined).map(({ text }) => text);
      standing.push({ no, title, as: isLead ? "lead" : "responsible", duties });
    }
  }
  if (owes.length + leads.length + responsible.length + standing.length === 0) return null;
  return { unit, year, owes, leads, responsible, standing };
}

/** The units that the plan names and that have a package, in the roster's order. */
export function packagedUnits(bundle: Pick<PlanBundle, "plan" | "roster">, year: number): UnitPackage[] {
  return bundle.roster.units.flatMap(({ id }) => (id === ALL_TOWNSHIPS ? [] : (unitPackage(bundle, id, year) ?? [])));
}
