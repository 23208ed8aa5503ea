/**
 * 发文字号, as they are given: by whoever signs or closes, in that transaction, one after the other for each plan. What is undone
 * gives its number back with it, so that none is left out.
 */
import type { Instrument } from "../../domain/instruments/instruments.js";
import type { Actor } from "../../domain/ledger/record.js";
import { recipientClass } from "../../domain/letters/issuers.js";
import { around, type NumberSeries, parseNumber, seriesOf, USUAL_ISSUER } from "../../domain/letters/numbering.js";
import { dateAt } from "../../domain/plan/plan-date.js";
import type { Connection } from "../database/pool.js";
import { lockInTransaction } from "../database/transaction-lock.js";
import type { Directory } from "../plans/plan-store.js";
import * as sql from "../sql/numbers/statements.js";
import type { RowOf } from "../sql/statement.js";

export type GivenNumber = RowOf<typeof sql.readNumbers>;

/** What a number is given for. */
export interface Numbered {
  readonly planId: string;
  /** The same for all that goes out under it. */
  readonly document: string;
  /** Plan instant: of the signature, or of the closing. */
  readonly at: number;
  /** Who signed; null: it goes by itself. */
  readonly by: Actor | null;
  readonly letter?: string;
}

/** The series of an instrument's letters to a post; null where they have no number. */
export function seriesFor(
  instrument: Instrument,
  post: string | undefined,
  { bundle }: Pick<Directory, "bundle">,
): NumberSeries | null {
  const { policy, roster } = bundle;
  const known = roster.posts.find(({ id }) => id === post);
  return seriesOf(policy, instrument, known && recipientClass(roster, known));
}

/** The document's number: its own where it has one already, else the next of the series. Others wait until the transaction ends. */
export async function giveNumber(
  connection: Connection,
  series: NumberSeries,
  { planId, document, at, by, letter }: Numbered,
  { offsetMinutes }: Pick<Directory, "offsetMinutes">,
): Promise<string> {
  await lockInTransaction(connection, `duban numbers ${planId}`);
  const given = await sql.numberOfDocument.maybe(connection, { planId, document });
  if (given) return given.documentNo;
  const year = Number(dateAt(at, offsetMinutes).slice(0, 4));
  const [before, behind] = around(series, year);
  const place = { planId, issuer: series.issuer, series: series.series, year };
  const row = { ...place, before, behind, document, letter: letter ?? null, at, by };
  return (await sql.giveNumber.one(connection, row)).documentNo;
}

/** Enters a number that was given elsewhere. One whose place is taken, or that is written otherwise, is a series of its own. */
export async function keepNumber(
  connection: Connection,
  documentNo: string,
  { planId, at, by, letter }: Omit<Numbered, "document">,
  { offsetMinutes }: Pick<Directory, "offsetMinutes">,
): Promise<void> {
  const year = Number(dateAt(at, offsetMinutes).slice(0, 4));
  const own = { series: documentNo, year, no: 1 };
  const row = { planId, issuer: USUAL_ISSUER, documentNo, document: documentNo, letter: letter ?? null, at, by };
  const parsed = parseNumber(documentNo);
  if (parsed && parsed.no > 0 && (await sql.keepNumber.count(connection, { ...row, ...parsed })) > 0) return;
  await sql.keepNumber.count(connection, { ...row, ...own });
}

/** Numbers by their text; those that the register does not have are left out. */
export async function readNumbers(
  connection: Connection,
  planId: string,
  numbers: readonly string[],
): Promise<Map<string, GivenNumber>> {
  if (numbers.length === 0) return new Map();
  const rows = await sql.readNumbers.run(connection, { planId, numbers });
  return new Map(rows.map((row) => [row.documentNo, row]));
}
