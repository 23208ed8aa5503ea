/**
 * Types of parameters and result columns, declared as data: TypeScript's types are derived from them, and a test compares
 * them with what PostgreSQL says of each statement (test/prisma/sql/statements.test.ts).
 */

/** One parameter or column: PostgreSQL's type, and the TypeScript type of its values. */
export interface Column<T> {
  /** PostgreSQL's name of the type, as `format_type` writes it, e.g. `integer`. */
  readonly type: string;
  /** Whether values may be NULL: as PostgreSQL has it where the column is a table's own, else as the statement is written. */
  readonly null: "never" | "may" | "excluded";
  /** An enum's labels, in order. */
  readonly labels?: readonly string[];
  /** The fields of a `jsonb_to_recordset`. */
  readonly fields?: Columns;
  /** Of `jsonb`: values are its text, not what the text is to be made of. */
  readonly isText?: true;
  /** No value: carries the type. */
  readonly value?: T;
}

export type Columns = Readonly<Record<string, Column<unknown>>>;

/** The values of columns, by name. */
export type Values<C extends Columns> = { readonly [K in keyof C]: C[K] extends Column<infer T> ? T : never };

const column = <T>(type: string): Column<T> => ({ type, null: "never" });

/** `text`, or a closed set of it that the database does not know: `text<Instrument>()`. */
export const text = <T extends string = string>(): Column<T> => column("text");
export const int4 = (): Column<number> => column("integer");
/** Plan instants and counts: all far below 2^53. */
export const int8 = (): Column<number> => column("bigint");
export const float8 = (): Column<number> => column("double precision");
export const bool = (): Column<boolean> => column("boolean");
/** A plan day, `2021-05-01`. */
export const date = (): Column<string> => column("date");
export const timestamptz = (): Column<Date> => column("timestamp with time zone");
/** What is in it is the writer's word: the database checks no more than that it is JSON. */
export const jsonb = <T>(): Column<T> => column("jsonb");
/** As `jsonb`, of a result that is only passed on: it keeps the text as it was made. */
export const json = <T>(): Column<T> => column("json");
export const texts = <T extends string = string>(): Column<readonly T[]> => column("text[]");
/** Instants in ISO 8601. */
export const timestamptzs = (): Column<readonly string[]> => column("timestamp with time zone[]");
export const int4s = (): Column<readonly number[]> => column("integer[]");

/** An enum of the database, with its labels in the database's order. */
export const oneOf = <T extends string>(type: string, labels: readonly T[]): Column<T> => ({
  ...column<T>(type),
  labels,
});

/** Rows given as one JSON parameter, read by `jsonb_to_recordset($n) AS … (…)` with the same fields in the same order. */
export const recordset = <C extends Columns>(fields: C): Column<readonly Values<C>[]> => ({
  ...column<readonly Values<C>[]>("jsonb"),
  fields,
});

/** The same where the rows are JSON's text already: it goes in as it is. */
export const recordsetText = <C extends Columns>(fields: C): Column<string> => ({
  ...column<string>("jsonb"),
  fields,
  isText: true,
});

/** May be NULL. */
export const nullable = <T>(of: Column<T>): Column<T | null> => ({ ...of, null: "may" }) as Column<T | null>;

/** A nullable column of a table where the statement's own conditions leave no NULL. */
export const present = <T>(of: Column<T>): Column<T> => ({ ...of, null: "excluded" });
