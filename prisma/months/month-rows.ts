/** The tables of a month as they follow from its stream: written by the append as far as they changed, by a rebuild whole. */
import { monthOfStream } from "../../domain/months/month-name.js";
import type { MonthTables } from "../../domain/months/tables.js";
import type { Connection } from "../database/pool.js";
import * as sql from "../sql/months/statements.js";

/** Writes what changed of a month's tables with its rows. */
export async function writeMonth(
  connection: Connection,
  { planId, stream }: { readonly planId: string; readonly stream: string },
  { month: row, requests, rows, confirmed }: MonthTables,
): Promise<void> {
  const of = { planId, month: monthOfStream(stream) };
  await sql.putMonths.run(connection, { planId, rows: [row] });
  if (requests.length > 0) await sql.putRequests.run(connection, { ...of, rows: requests });
  if (rows.length > 0) await sql.putRows.run(connection, { ...of, rows });
  if (confirmed.length > 0) await sql.putConfirmed.run(connection, { ...of, rows: confirmed });
}

/** The statements that write a month's tables, each with its rows, for whoever writes them elsewhere. */
export function monthWrites(
  stream: string,
  { month: row, requests, rows, confirmed }: MonthTables,
): { readonly text: string; readonly values: readonly unknown[] }[] {
  const month = monthOfStream(stream);
  return [
    { text: sql.putMonths.text, values: [JSON.stringify([row])] },
    { text: sql.putRequests.text, values: [month, JSON.stringify(requests)] },
    { text: sql.putRows.text, values: [month, JSON.stringify(rows)] },
    { text: sql.putConfirmed.text, values: [month, JSON.stringify(confirmed)] },
  ];
}
