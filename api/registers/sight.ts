/** Which registers and rows a caller sees, and which they keep. */
import { keeperOf, keepersOf } from "../../domain/registers/keeping.js";
import { type Cells } from "../../domain/registers/values.js";
import { MASK } from "../../domain/registers/import.js";
import { placeColumn, type Register, registerOf } from "../../domain/plan/registers.js";
import { ProblemError } from "../http/problem.js";
import type { Caller, Capacity } from "../rights/caller.js";
import { unitOf } from "../rights/actor.js";
import { reachOf, villagesOf } from "../rights/reach.js";
import type { PlanView } from "../views/plan-view.js";

export const unknownRegister = (register: string): ProblemError =>
  new ProblemError("unknownRegister", {
    zh: `没有编号为“${register}”的台账，可先查看台账列表。`,
    en: `There is no register ${register}: GET …/registers lists them.`,
  });

/** Throws `unknownRegister`. */
export function theRegister({ bundle }: PlanView, id: string): Register {
  const found = bundle.registers && registerOf(bundle.registers, id);
  if (!found) throw unknownRegister(id);
  return found;
}

/** Rows by a column: those whose cell is one of some values; `column` null: all of them. */
export interface RowSight {
  readonly column: string | null;
  readonly values: readonly string[];
}

const ALL: RowSight = { column: null, values: [] };

/** In which posts somebody keeps rows of a register. */
const keepsAs = (register: Register, { bundle: { roster } }: PlanView) => {
  const keepers = keepersOf(register, roster);
  return (capacity: Capacity): boolean =>
    keepers.includes(unitOf(capacity)) && capacity.roles.some((role) => role === "unitClerk" || role === "unitHead");
};

/** The capacity in which rows are kept: as a keeper, else as the office; undefined: neither. */
export function keepingCapacity(register: Register, caller: Caller, plan: PlanView): Capacity | undefined {
  return (
    caller.capacities.find(keepsAs(register, plan)) ??
    caller.capacities.find((capacity) => unitOf(capacity) === plan.bundle.roster.bodies.office)
  );
}

/** Units of which the caller keeps the rows. */
export const ownKeepers = (register: Register, caller: Caller, plan: PlanView): ReadonlySet<string> =>
  new Set(caller.capacities.filter(keepsAs(register, plan)).map(unitOf));

/** Whoever sees everything, and a unit that keeps all of it, sees all rows; others those of their places. Without places it is everybody's. */
export function rowSight(register: Register, caller: Caller, plan: PlanView): RowSight {
  const reach = reachOf(caller, plan);
  if (reach === null) return ALL;
  if (register.keeper.kind === "unit" && reach.units.includes(register.keeper.unit)) return ALL;
  const column = placeColumn(register);
  if (!column) return ALL;
  if (column.type === "village") return { column: column.id, values: [...villagesOf(reach, plan)].sort() };
  return { column: column.id, values: column.type === "township" ? reach.townships : reach.units };
}

/** Whether a row is among what a sight lets see. */
export const sees = ({ column, values }: RowSight, cells: Cells): boolean =>
  column === null || values.includes(cells[column] ?? "");

export const isMine = (register: Register, cells: Cells, own: ReadonlySet<string>, { bundle }: PlanView): boolean =>
  own.has(keeperOf(register, cells, bundle.roster) ?? "");

/** Sensitive cells as everybody sees them. */
export function masked({ columns }: Register, cells: Cells): Cells {
  const secret = columns.filter(({ sensitive }) => sensitive).map(({ id }) => id);
  return secret.some((id) => cells[id] !== undefined)
    ? Object.fromEntries(Object.entries(cells).map(([id, cell]) => [id, secret.includes(id) ? MASK : cell]))
    : cells;
}
