/**
 * Who is asked what in a month: one request a unit, with the items that it has in hand, its part in what it leads beside others, what it
 * does as a 责任单位, its standing duties and the registers that it keeps, each at its own rhythm. What is known already is not asked: items that are closed, reported,
 * suspended or not assigned yet, and percentages that are computed.
 */
import { statusLight } from "../items/light.js";
import { isSuspended, type ItemState, isWithUnit } from "../items/work-item.js";
import type { AskedRegister, AskedRow } from "../ledger/month-events.js";
import { isResponsible } from "../letters/packages.js";
import type { PlanBundle } from "../plan/bundle.js";
import type { WorkingCalendar } from "../plan/calendar.js";
import type { MonthPolicy } from "../plan/month-policy.js";
import { figureFeeding } from "../plan/registers.js";
import type { PlanDate } from "../plan/plan.js";
import type { Policy } from "../plan/policy.js";
import { ALL_TOWNSHIPS } from "../plan/roster.js";
import type { PlacesKept } from "../registers/keeping.js";
import { registersAsked } from "./kept-registers.js";
import { isAskedIn } from "./month-name.js";

/** An open item, with the stream that it is in. */
export interface PlacedItem {
  readonly stream: string;
  readonly state: ItemState;
}

export interface UnitRequest {
  readonly unit: string;
  readonly rows: readonly AskedRow[];
  readonly registers: readonly AskedRegister[];
}

export interface Asking {
  readonly month: string;
  readonly day: PlanDate;
  readonly bundle: Pick<PlanBundle, "plan" | "roster" | "registers">;
  readonly policy: Policy;
  readonly months: MonthPolicy;
  readonly calendar: WorkingCalendar;
  /** What stands in registers. */
  readonly kept: PlacesKept;
}

/** Whether a unit is asked how an item stands: it has it in hand. */
export const isAsked = (item: ItemState): boolean => isWithUnit(item) && !isSuspended(item);

/** The requests of a month, in the roster's order of units. `items`: open ones, in the plan's order. */
export function requestsOf(items: readonly PlacedItem[], asking: Asking): UnitRequest[] {
  const rows = new Map<string, AskedRow[]>();
  const add = (unit: string, row: AskedRow): void => {
    const own = rows.get(unit);
    if (own) own.push(row);
    else rows.set(unit, [row]);
  };
  const asked = items.filter(({ state }) => isAsked(state));
  for (const item of asked) add(item.state.primaryUnit, itemRow(item, asking));
  taskRows(new Set(asked.map(({ state }) => state.task)), asking, add);
  const { bundle, months, day, kept } = asking;
  return bundle.roster.units.flatMap(({ id: unit }) => {
    const own = rows.get(unit) ?? [];
    const registers = months.registers === true ? registersAsked(unit, day, kept, bundle) : [];
    return own.length + registers.length > 0 ? [{ unit, rows: own, registers }] : [];
  });
}

function itemRow({ stream, state }: PlacedItem, { day, policy, calendar, bundle }: Asking): AskedRow {
  const { id, task, milestone, metric, total, totalVersion } = state;
  const { light, rule } = statusLight(state, day, calendar, policy, bundle.roster.bodies);
  // What a register computes is nobody's to say.
  const isFed = figureFeeding(bundle.registers, milestone) !== undefined;
  const measured = isFed
    ? { measured: true }
    : metric
      ? { measured: true, ...(total !== undefined && totalVersion !== undefined ? { total } : {}) }
      : {};
  return {
    key: id,
    kind: "item",
    task,
    ...(stream === `task/${task}` ? {} : { to: stream }),
    ...measured,
    ...(light === "red" || rule === "behindSchedule" ? { behind: true } : {}),
  };
}

/** Rows about tasks as a whole. `open`: the tasks with items in hand. */
function taskRows(
  open: ReadonlySet<number>,
  { month, months, bundle: { plan, roster } }: Asking,
  add: (unit: string, row: AskedRow) => void,
): void {
  const duties = isAskedIn(month, months.dutiesEvery);
  const responsible = isAskedIn(month, months.responsibleEvery);
  const townships = new Set(roster.townships.map(({ id }) => id));
  for (const task of plan.tasks) {
    const row = (kind: AskedRow["kind"]): AskedRow => ({ key: `${kind}/${task.no}`, kind, task: task.no });
    const [lead, ...others] = task.leadUnits;
    if (open.has(task.no)) for (const unit of others) add(unit, row("coLead"));
    if (duties && lead !== undefined && task.standingDuties.length > 0) add(lead, row("duties"));
    if (!responsible) continue;
    for (const { id } of roster.units)
      if (id !== ALL_TOWNSHIPS && !task.leadUnits.includes(id) && isResponsible(task, id, townships.has(id)))
        add(id, row("responsible"));
  }
}
