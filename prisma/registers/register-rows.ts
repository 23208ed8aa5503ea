/** The tables of a register as they follow from its stream: written by the append as its rows come, by a rebuild whole. */
import type { NewRow } from "../../domain/ledger/record.js";
import { registerOfStream } from "../../domain/registers/register-name.js";
import type { RegisterTables } from "../../domain/registers/tables.js";
import type { Connection } from "../database/pool.js";
import * as sql from "../sql/registers/statements.js";

/** Rows that go in with one statement. */
const BATCH = 2_000;

function* slices<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < list.length; from += BATCH) yield list.slice(from, from + BATCH);
}

/** Writes what rows of the ledger say of a register's tables, and drops the staged rows that they recorded. */
export async function writeRegister(
  connection: Connection,
  { planId, stream }: { readonly planId: string; readonly stream: string },
  { rows, changes, figures }: RegisterTables,
  recorded: readonly NewRow[],
): Promise<void> {
  const of = { planId, register: registerOfStream(stream) };
  for (const part of slices(rows)) await sql.putRows.run(connection, { ...of, rows: part });
  for (const part of slices(changes)) await sql.putChanges.run(connection, { ...of, rows: part });
  for (const part of slices(figures)) await sql.putFigures.run(connection, { ...of, rows: part });
  const hashes = [
    ...new Set(recorded.flatMap((row) => (row.type === "registerRowsChanged" ? [row.payload.batch] : []))),
  ];
  if (hashes.length > 0) await sql.dropBatches.run(connection, { ...of, hashes });
}

/** The statements that write a register's tables, each with its rows, for whoever writes them elsewhere. */
export function registerWrites(
  stream: string,
  { rows, changes, figures }: RegisterTables,
): { readonly text: string; readonly values: readonly unknown[] }[] {
  const register = registerOfStream(stream);
  const writes = (text: string, list: readonly unknown[]) =>
    [...slices(list)].map((part) => ({ text, values: [register, JSON.stringify(part)] }));
  return [
    ...writes(sql.putRows.text, rows),
    ...writes(sql.putChanges.text, changes),
    ...writes(sql.putFigures.text, figures),
  ];
}
