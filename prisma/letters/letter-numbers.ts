/**
 * The 发文字号 of letters that close. What was signed has its number since; a letter that goes by itself, and what comes after a
 * numbered one has closed, is given its own here: one number, one text. Drafts have none.
 */
import type { Instrument } from "../../domain/instruments/instruments.js";
import { OTHERWISE } from "../../domain/letters/numbering.js";
import type { LetterKind } from "../../domain/letters/letter.js";
import type { Connection } from "../database/pool.js";
import type { Directory } from "../plans/plan-store.js";
import * as sql from "../sql/numbers/statements.js";
import { type GivenNumber, giveNumber, keepNumber, readNumbers, seriesFor } from "../numbers/giving.js";

/** A letter that closes. */
interface Closing {
  readonly id: string;
  readonly instrument: Instrument;
  readonly delivery: LetterKind;
  readonly close_at: number;
  readonly post: string;
  /** Under which its notices were signed. */
  readonly document_no: string | null;
  /** Somebody is addressed by it; else it is a copy. */
  readonly addressed: boolean;
}

type Signed = Closing & { readonly document_no: string };

const isSigned = (letter: Closing): letter is Signed => letter.document_no !== null;

/** Numbers by letter id, in the letters' order; letters that have none are left out. */
export async function numberLetters(
  connection: Connection,
  planId: string,
  letters: readonly Closing[],
  directory: Directory,
): Promise<Map<string, string>> {
  const given = new Map<string, string>();
  const known = await readNumbers(connection, planId, [
    ...new Set(letters.filter(isSigned).map((one) => one.document_no)),
  ]);
  /** By the number under which it was signed: that of what this closing sends after it. */
  const supplements = new Map<string, string>();
  for (const letter of letters) {
    const number = isSigned(letter)
      ? await signedNumber(connection, planId, letter, known, supplements, directory)
      : await ownNumber(connection, planId, letter, directory);
    if (number !== null) given.set(letter.id, number);
  }
  await nameMainLetters(connection, planId, letters, given);
  return given;
}

/** Of a letter that goes by itself. */
async function ownNumber(
  connection: Connection,
  planId: string,
  { id, instrument, delivery, post, close_at: at }: Closing,
  directory: Directory,
): Promise<string | null> {
  const series = delivery === "draft" ? null : seriesFor(instrument, post, directory);
  return series && giveNumber(connection, series, { planId, document: id, letter: id, at, by: null }, directory);
}

async function signedNumber(
  connection: Connection,
  planId: string,
  letter: Signed,
  known: Map<string, GivenNumber>,
  supplements: Map<string, string>,
  directory: Directory,
): Promise<string | null> {
  const { document_no: documentNo, instrument, post, id, close_at: at } = letter;
  const number = known.get(documentNo);
  if (number === undefined) {
    // Signed before numbers were kept.
    await keepNumber(connection, documentNo, { planId, at, by: null }, directory);
    return documentNo;
  }
  const series = seriesFor(instrument, post, directory);
  // What goes to a leader is submitted, not sent: another document.
  if (series && !number.older && series.series !== number.series)
    return ownNumber(connection, planId, { ...letter, document_no: null }, directory);
  if (number.letter === null) return documentNo;
  const supplement =
    supplements.get(documentNo) ??
    (await giveNumber(
      connection,
      series ?? OTHERWISE,
      { planId, document: `${documentNo}/${id}`, at, by: number.givenBy },
      directory,
    ));
  supplements.set(documentNo, supplement);
  return supplement;
}

/** The register names the letter that is addressed, not its copies. */
async function nameMainLetters(
  connection: Connection,
  planId: string,
  letters: readonly Closing[],
  given: ReadonlyMap<string, string>,
): Promise<void> {
  const main = new Map<string, string>();
  for (const { id } of letters.toSorted((a, b) => Number(b.addressed) - Number(a.addressed))) {
    const number = given.get(id);
    if (number !== undefined && !main.has(number)) main.set(number, id);
  }
  if (main.size === 0) return;
  const named = [...main].map(([document_no, letter]) => ({ document_no, letter }));
  await sql.nameMainLetters.count(connection, { planId, letters: named });
}
