/** The worklist's rows: which items, in which order, as of which day; read piece by piece. */
import type { z } from "zod";
import { type Stood, worklistChanges } from "../../domain/worklist/changes.js";
import { NO_FACTS } from "../../domain/worklist/facts.js";
import { leaderOf, sortedWorklist } from "../../domain/worklist/order.js";
import { stoodOf, type WorklistRow, worklistRow } from "../../domain/worklist/row.js";
import { coLeadsOf } from "../../domain/plan/co-leads.js";
import { addDays } from "../../domain/plan/plan-date.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { Pool } from "../../prisma/database/pool.js";
import { isThere, matcher } from "../items/list.js";
import type { LightCounts } from "../lights/schemas.js";
import type { PlanSight } from "../rights/sight.js";
import { countLights } from "../views/count-lights.js";
import { factsOfItems } from "../views/item-facts.js";
import type { PlanView } from "../views/plan-view.js";
import { dayAsked, endOf, type LitItem } from "../views/standings.js";
import type { worklistQuery } from "./schemas.js";

export type WorklistQuery = Omit<z.output<typeof worklistQuery>, "limit" | "cursor">;

/** What is asked for, and what it holds. */
export interface Worklist {
  readonly on: PlanDate;
  readonly since: PlanDate | null;
  readonly final: boolean;
  readonly counts: LightCounts;
  readonly outside: number;
  /** Sorted. */
  readonly items: readonly LitItem[];
  /** How each item stood on the day compared with; null: none was asked for. */
  readonly before: ReadonlyMap<string, Stood> | null;
}

const lastOf = (month: string): PlanDate => {
  const [year = 0, no = 0] = month.split("-").map(Number);
  const next = no === 12 ? `${year + 1}-01` : `${year}-${String(no + 1).padStart(2, "0")}`;
  return addDays(`${next}-01`, -1);
};
const lastBefore = (month: string): PlanDate => addDays(`${month}-01`, -1);

/** The days asked for. A month under way ends today; one with nothing before it is compared with nothing. */
export function daysOf({ on, since, month }: Pick<WorklistQuery, "on" | "since" | "month">, plan: PlanView) {
  if (month === undefined)
    return { on: dayAsked(on, plan), since: since === undefined ? null : dayAsked(since, plan, "since") };
  const end = lastOf(month);
  const begin = `${month}-01`;
  const last = begin <= plan.today && end > plan.today ? plan.today : end;
  const before = lastBefore(month);
  return { on: dayAsked(last, plan, "month"), since: before >= plan.from ? before : null };
}

/** Whether a unit has any part in an item: it owes it, leads it together with others, or answers for it. */
function involves(unit: string, { bundle, names }: PlanView): (lit: LitItem) => boolean {
  const coLeads = coLeadsOf(bundle.plan);
  return ({ item }) => {
    const responsible = names.task(item.task)?.responsibleUnits ?? [];
    return (
      item.primaryUnit === unit ||
      (coLeads[item.milestone] ?? []).includes(unit) ||
      responsible.includes(unit) ||
      (responsible.includes("townships") && item.township === unit)
    );
  };
}

/** Throws the problem `dateOutOfRange`. */
export async function worklistOf(query: WorklistQuery, plan: PlanView, sight: PlanSight): Promise<Worklist> {
  const { names } = plan;
  const { on, since } = daysOf(query, plan);
  const [standing, earlier] = await Promise.all([sight.standing(on), since === null ? null : sight.standing(since)]);
  const before = earlier && new Map(earlier.items.map(({ item, reason }) => [item.id, stoodOf(item, reason)]));
  const fits = matcher(query, names, on);
  const has = query.involved === undefined ? () => true : involves(query.involved, plan);
  const isFor = ({ item }: LitItem): boolean =>
    query.leader === undefined || leaderOf(item, names, on) === query.leader;
  const isChanged = ({ item, reason }: LitItem): boolean =>
    query.changed !== true || before === null || worklistChanges(before.get(item.id), stoodOf(item, reason)).length > 0;
  const ofAnyLight = standing.items.filter((lit) => fits(lit) && has(lit) && isFor(lit) && isChanged(lit));
  const found =
    query.light === undefined ? ofAnyLight : ofAnyLight.filter(({ reason }) => query.light?.includes(reason.light));
  return {
    on,
    since,
    final: on < plan.today,
    counts: countLights(ofAnyLight),
    outside: standing.outside.filter((lit) => isThere(query, lit) && has(lit) && isFor(lit)).length,
    items: sortedWorklist(found, query.sort, names, on),
    before,
  };
}

/** Rows of some of its items, in the order given. */
export async function worklistRows(
  pool: Pool,
  plan: PlanView,
  { on, before, final }: Worklist,
  items: readonly LitItem[],
): Promise<WorklistRow[]> {
  const at = final ? endOf(on, plan) : plan.now;
  const facts = await factsOfItems(
    pool,
    plan,
    items.map(({ item }) => item),
    at,
  );
  return items.map((lit) => {
    const changes = before && worklistChanges(before.get(lit.item.id), stoodOf(lit.item, lit.reason));
    return worklistRow(lit, facts.get(lit.item.id) ?? NO_FACTS, plan.names, on, changes);
  });
}
