/** Registers as pages and exports read them. */
import { placeColumn, type Registers } from "../../domain/plan/registers.js";
import type { PlaceKept, PlacesKept } from "../../domain/registers/keeping.js";
import type { Queryable } from "../database/pool.js";
import * as sql from "../sql/registers/statements.js";
import type { RowOf } from "../sql/statement.js";

interface OfRegister {
  readonly planId: string;
  readonly register: string;
}

/** Rows whose cell in a column is one of some values; `column` null: all. */
export interface RowFilter {
  readonly column: string | null;
  readonly values: readonly string[];
}

export type KeptRow = RowOf<typeof sql.listRows>;
export type RowOnDay = RowOf<typeof sql.rowsOn>;

/** A page of rows in the order in which they were added, after a place (0: from the first). */
export const listRows = (
  on: Queryable,
  of: OfRegister,
  { column, values }: RowFilter,
  after: number,
  most: number,
): Promise<KeptRow[]> => sql.listRows.run(on, { ...of, after, column, values, most });

/** All rows as they stood at the end of a day. */
export const rowsOnDay = (
  on: Queryable,
  of: OfRegister,
  { column, values }: RowFilter,
  day: string,
): Promise<RowOnDay[]> => sql.rowsOn.run(on, { ...of, day, column, values });

/** Rows by id; those that are gone are left out. */
export const rowsById = (on: Queryable, of: OfRegister, rows: readonly string[]) =>
  sql.rowsToDecide.run(on, { ...of, rows, keys: [], all: false });

/** All rows, whole. */
export const allRows = (on: Queryable, of: OfRegister) =>
  sql.rowsToDecide.run(on, { ...of, rows: [], keys: [], all: true });

export const rowHistory = (on: Queryable, of: OfRegister, row: string) => sql.rowHistory.run(on, { ...of, row });

export const countRows = (on: Queryable, planId: string) => sql.countRows.run(on, { planId });

/** Places in a column that have rows, with the day on which one of theirs was changed last. */
export const placesKept = (on: Queryable, of: OfRegister, column: string) => sql.placesKept.run(on, { ...of, column });

/** What stands at the places of a plan's registers. */
export async function placesOf(
  on: Queryable,
  planId: string,
  { registers }: Pick<Registers, "registers">,
): Promise<PlacesKept> {
  const wanted = registers.map((register) => ({
    register: register.id,
    place_column: placeColumn(register)?.id ?? null,
  }));
  const places: Record<string, PlaceKept[]> = {};
  for (const { register, ...place } of await sql.placesOfRegisters.run(on, { planId, registers: wanted }))
    (places[register] ??= []).push(place);
  return places;
}

export const figuresOn = (on: Queryable, planId: string, day: string) => sql.figuresOn.run(on, { planId, day });

export const fixedFigures = (on: Queryable, planId: string, at: number) => sql.fixedFigures.run(on, { planId, at });

/** Reads all rows that a filter lets see, some at a time: an export holds no more than these. */
export async function* everyRow(on: Queryable, of: OfRegister, filter: RowFilter): AsyncGenerator<readonly KeptRow[]> {
  const MOST = 2_000;
  for (let after = 0; ; ) {
    const page = await listRows(on, of, filter, after, MOST);
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (!last || page.length < MOST) return;
    after = last.place;
  }
}
