/**
 * Hot statements: one in a file, named after what it does, with typed parameters and rows. A concept's folder holds its
 * statements (`letters/claim-letters.sql`) and declares them (`letters/statements.ts`); a test compares every declaration
 * with what PostgreSQL says of the statement, so that a row's type is no claim.
 */
import { readFileSync } from "node:fs";
import type { Queryable } from "../database/pool.js";
import type { Column, Columns, Values } from "./columns.js";

/** PostgreSQL cuts longer names of prepared statements. */
const LONGEST_NAME = 63;

export interface StatementShape {
  /** `concept/what-it-does`: the file, and the name under which a connection may prepare it. */
  readonly name: string;
  readonly text: string;
  /** In the order of `$1`, `$2`, …. */
  readonly params: Columns;
  /** In the order of the result's columns; none for a statement that answers no rows. */
  readonly rows: Columns;
}

export interface Statement<P extends Columns, R extends Columns> extends StatementShape {
  readonly params: P;
  readonly rows: R;
  /** All rows. */
  run(on: Queryable, params: Values<P>): Promise<Values<R>[]>;
  /** The one row there always is. */
  one(on: Queryable, params: Values<P>): Promise<Values<R>>;
  /** The row, or null where there is none. */
  maybe(on: Queryable, params: Values<P>): Promise<Values<R> | null>;
  /** How many rows were written. */
  count(on: Queryable, params: Values<P>): Promise<number>;
}

/** A row of a statement. */
export type RowOf<S> = S extends { run(...args: never[]): Promise<(infer R)[]> } ? R : never;

/**
 * Reads `prisma/sql/<name>.sql`. Parameters are declared in the order of `$1`, `$2`, ….
 *
 * A statement is planned for the values and sizes of the moment: a plan that was kept from when a table was empty would read
 * all of it once it is full. `plannedOnce`, each connection prepares it and keeps its plan: for small reads by key that many
 * requests begin with, of which planning takes several times as long as reading (decision 0051).
 */
export function statement<const P extends Columns, const R extends Columns = Record<never, never>>(
  name: string,
  declared: { readonly params: P; readonly rows?: R; readonly plannedOnce?: boolean },
): Statement<P, R> {
  if (name.length > LONGEST_NAME) throw new Error(`the statement's name is longer than ${LONGEST_NAME}: ${name}`);
  const text = readFileSync(new URL(`${name}.sql`, import.meta.url), "utf8").replace(/^(\s*--.*\n)+/, "");
  const order = Object.entries(declared.params);
  const prepared = declared.plannedOnce ? { name } : {};
  const query = (on: Queryable, params: Values<P>) =>
    on.query<Values<R>>({ ...prepared, text, values: order.map(([key, column]) => valueOf(column, params[key])) });
  const maybe = async (on: Queryable, params: Values<P>): Promise<Values<R> | null> => {
    const { rows } = await query(on, params);
    if (rows.length > 1) throw new Error(`${name} answered ${rows.length} rows where one is the most there can be`);
    return rows[0] ?? null;
  };
  return {
    name,
    text,
    params: declared.params,
    rows: declared.rows ?? ({} as R),
    maybe,
    async run(on, params) {
      return (await query(on, params)).rows;
    },
    async one(on, params) {
      const row = await maybe(on, params);
      if (row === null) throw new Error(`${name} answered no row where there always is one`);
      return row;
    },
    async count(on, params) {
      return (await query(on, params)).rowCount ?? 0;
    },
  };
}

/** As the driver wants it: it would write an array as PostgreSQL's own, in JSON too. */
const valueOf = ({ type, isText }: Column<unknown>, value: unknown): unknown =>
  type === "jsonb" && isText !== true && value !== null ? JSON.stringify(value) : value;
