/** The tables of a round as they follow from its stream: written by the append as far as they changed, by a rebuild whole. */
import { roundOf } from "../../domain/inspections/round-name.js";
import type { RoundTables } from "../../domain/inspections/tables.js";
import type { Connection } from "../database/pool.js";
import * as sql from "../sql/inspections/statements.js";

/** Writes what changed of a round's tables with its rows. */
export async function writeRound(
  connection: Connection,
  { planId, stream }: { readonly planId: string; readonly stream: string },
  { round: row, visits, lines, checks }: RoundTables,
): Promise<void> {
  const of = { planId, round: roundOf(stream) };
  await sql.putRounds.run(connection, { planId, rows: [row] });
  if (visits.length > 0) await sql.putVisits.run(connection, { ...of, rows: visits });
  if (lines.length > 0) await sql.putLines.run(connection, { ...of, rows: lines });
  if (checks.length > 0) await sql.putChecks.run(connection, { ...of, rows: checks });
}

/** The statements that write a round's tables, each with its rows, for whoever writes them elsewhere. */
export function roundWrites(
  stream: string,
  { round: row, visits, lines, checks }: RoundTables,
): { readonly text: string; readonly values: readonly unknown[] }[] {
  const round = roundOf(stream);
  return [
    { text: sql.putRounds.text, values: [JSON.stringify([row])] },
    { text: sql.putVisits.text, values: [round, JSON.stringify(visits)] },
    { text: sql.putLines.text, values: [round, JSON.stringify(lines)] },
    { text: sql.putChecks.text, values: [round, JSON.stringify(checks)] },
  ];
}
