/** What is in a package: what a unit owes and what the villages of a seat are to have done, from the items; the rest from the plan. */
import { unitPackage } from "../../domain/letters/packages.js";
import type { PackageOf } from "../../prisma/packages/read-packages.js";
import type { LitItem, SeenStanding } from "../views/standings.js";
import type { PlanView } from "../views/plan-view.js";
import { endOf } from "../views/standings.js";
import type { OwnPackage } from "./schemas.js";

type Parts = Pick<OwnPackage, "owes" | "leads" | "responsible" | "standing" | "paired">;

/** Given by the package's day, and not over by then. */
function isOfIt({ item }: LitItem, { assignedOn }: PackageOf, plan: PlanView): boolean {
  const over = item.closedAt !== null && item.closedAt <= endOf(assignedOn, plan);
  return item.assignOn <= assignedOn && item.status !== "registered" && !over;
}

function byTask(items: readonly LitItem[], { names, today }: PlanView): Parts["owes"] {
  const tasks = new Map<number, Map<string, LitItem[]>>();
  for (const lit of items) {
    const { task, milestone } = lit.item;
    const milestones = tasks.get(task) ?? new Map<string, LitItem[]>();
    milestones.set(milestone, [...(milestones.get(milestone) ?? []), lit]);
    tasks.set(task, milestones);
  }
  return [...tasks]
    .sort(([a], [b]) => a - b)
    .map(([no, milestones]) => ({
      no,
      title: names.task(no)?.title ?? "",
      milestones: [...milestones].map(([id, own]) => ({
        id,
        title: names.milestoneTitle(id),
        deadline: own.map(({ item }) => item.deadline).sort()[0] ?? "",
        items: own.length,
        open: own.filter(({ item }) => item.status !== "closed" && item.status !== "cancelled").length,
        unsigned: own.filter(({ item }) => item.status === "assigned").length,
        owes: [...new Set(own.map(({ item }) => item.primaryUnit))].map((unit) => names.unitRef(unit, today)),
      })),
    }));
}

/** The parts of a package, as the items stand. */
export function partsOf(of: PackageOf, { items }: SeenStanding, plan: PlanView): Parts {
  const given = items.filter((lit) => isOfIt(lit, of, plan));
  const named = of.holderKind === "unit" ? unitPackage(plan.bundle, of.holder, of.year) : null;
  const owed = of.holderKind === "unit" ? given.filter(({ item }) => item.primaryUnit === of.holder) : [];
  const villages = new Set(of.villages ?? []);
  return {
    owes: byTask(owed, plan),
    leads: (named?.leads ?? []).map(({ milestones, ...task }) => ({
      ...task,
      milestones: milestones.map(({ part = null, ...one }) => ({ ...one, part })),
    })),
    responsible: (named?.responsible ?? []).map(({ no, title }) => ({ no, title })),
    standing: (named?.standing ?? []).map(({ duties, ...one }) => ({ ...one, duties: [...duties] })),
    paired: byTask(
      given.filter(({ item }) => item.village !== null && villages.has(item.village)),
      plan,
    ),
  };
}
