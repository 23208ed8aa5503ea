/** Compares a derived table with what was made again: a hash over either, and the rows that differ. */
import type { Connection } from "../database/pool.js";
import { type DerivedTable, shadowOf } from "./tables.js";

/** Rows of one plan, and one hash over them in key order. */
export interface Fingerprint {
  readonly rows: number;
  readonly hash: string;
}

/** A row that differs: not there, there without reason, or with other values in the columns named. */
export interface Difference {
  /** The row's key beside the plan. */
  readonly key: string;
  readonly what: "missing" | "extra" | "changed";
  /** By column: what stands and what the ledger says. */
  readonly columns: Readonly<Record<string, readonly [was: unknown, is: unknown]>>;
}

export interface Compared {
  readonly table: DerivedTable["name"];
  readonly stands: Fingerprint;
  readonly rebuilt: Fingerprint;
  readonly equal: boolean;
  /** Rows that differ; of these the first some. */
  readonly differ: number;
  readonly differences: readonly Difference[];
}

/** Differing rows that are told one by one. */
const SHOWN = 20;

/** Columns of keys that are no text. */
const NUMBERS = new Set(["seq", "no", "append", "batch", "year", "row", "version", "confirmed_at"]);
const place = ({ key }: DerivedTable): string =>
  key.map((column) => (NUMBERS.has(column) ? column : `${column} COLLATE "C"`)).join(", ");
const content = ({ ignored }: DerivedTable): string =>
  ["to_jsonb(t)", ...ignored.map((column) => `'${column}'`)].join(" - ");

export async function fingerprint(
  connection: Connection,
  planId: string,
  table: DerivedTable,
  name: string = table.name,
): Promise<Fingerprint> {
  const digest = (text: string): string => `encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`;
  const { rows } = await connection.query(
    `SELECT count(*)::int AS rows, ${digest(`coalesce(string_agg(${digest(`(${content(table)})::text`)}, '' ORDER BY ${place(table)}), '')`)} AS hash
     FROM ${name} t WHERE plan_id = $1`,
    [planId],
  );
  return rows[0];
}

export async function compare(connection: Connection, planId: string, table: DerivedTable): Promise<Compared> {
  const stands = await fingerprint(connection, planId, table);
  const rebuilt = await fingerprint(connection, planId, table, shadowOf(table));
  const equal = stands.hash === rebuilt.hash;
  const { differ, differences } = equal
    ? { differ: 0, differences: [] }
    : await differencesOf(connection, planId, table);
  return { table: table.name, stands, rebuilt, equal, differ, differences };
}

async function differencesOf(
  connection: Connection,
  planId: string,
  table: DerivedTable,
): Promise<Pick<Compared, "differ" | "differences">> {
  const side = (name: string): string =>
    `(SELECT jsonb_build_array(${table.key.join(", ")}) AS k, ${content(table)} AS doc FROM ${name} t WHERE plan_id = $1)`;
  const { rows } = await connection.query<{ k: unknown[]; was: Doc | null; is: Doc | null; all: number }>(
    `SELECT k, stands.doc AS was, rebuilt.doc AS is, count(*) OVER ()::int AS all
     FROM ${side(table.name)} AS stands FULL JOIN ${side(shadowOf(table))} AS rebuilt USING (k)
     WHERE stands.doc IS DISTINCT FROM rebuilt.doc ORDER BY k LIMIT ${SHOWN}`,
    [planId],
  );
  return {
    differ: rows[0]?.all ?? 0,
    differences: rows.map(({ k, was, is }) => ({
      key: k.join(" "),
      what: was === null ? "missing" : is === null ? "extra" : "changed",
      columns: was === null || is === null ? {} : changed(was, is),
    })),
  };
}

type Doc = Readonly<Record<string, unknown>>;

function changed(was: Doc, is: Doc): Difference["columns"] {
  const columns: Record<string, readonly [unknown, unknown]> = {};
  // Both come from jsonb, which writes equal values alike.
  for (const name of Object.keys({ ...was, ...is }))
    if (JSON.stringify(was[name]) !== JSON.stringify(is[name])) columns[name] = [was[name] ?? null, is[name] ?? null];
  return columns;
}
