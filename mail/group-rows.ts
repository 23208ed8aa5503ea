/** Rows that say the same about different places are told once: a letter about 64 villages is not 64 copies of a text. */
import type { LetterModel, LetterRow } from "../domain/letters/letter-model.js";
import { scopeOf } from "./compose.js";
import type { PageGroup, PageLine } from "./page.js";
import type { Places, Texts } from "./texts.js";

/** Stands in a row's words for the township of its place, so that rows which differ in nothing else share a group. */
const OWN_TOWNSHIP = "\uE000";

/** Groups in the order in which their first row comes; the place stands before the other lines. `own`: the recipient's unit. */
export function groupRows(
  rows: readonly LetterRow[],
  say: (row: LetterRow) => PageGroup,
  plan: LetterModel["plan"],
  texts: Pick<Texts, "places" | "townships">,
  own?: string,
): PageGroup[] {
  const found = new Map<string, { readonly said: PageGroup; readonly rows: LetterRow[] }>();
  for (const row of rows) {
    const said = say(row.primaryUnitName === own ? row : withoutTownship(row));
    let key = `${scopeOf(row)}|${said.title}`;
    for (const { label, value } of said.lines) key += `\u0001${label}\u0000${value}`;
    const group = found.get(key);
    if (group) group.rows.push(row);
    else found.set(key, { said, rows: [row] });
  }
  return [...found.values()].map(({ said, rows: own }) => {
    const townships = [...new Set(own.flatMap(({ township }) => township ?? []))];
    const lines = said.lines.map((line) => ({
      ...line,
      value: line.value.replaceAll(OWN_TOWNSHIP, texts.townships(townships)),
    }));
    return { title: said.title, lines: [{ ...texts.places(placesOf(own), plan), isPlace: true }, ...lines] };
  });
}

function withoutTownship(row: LetterRow): LetterRow {
  const { township, primaryUnitName, waitsFor } = row;
  if (township === undefined) return row;
  if (primaryUnitName !== township && waitsFor !== township) return row;
  return Object.assign(
    {},
    row,
    primaryUnitName === township && { primaryUnitName: OWN_TOWNSHIP },
    waitsFor === township && { waitsFor: OWN_TOWNSHIP },
  );
}

/** How many places a letter's list names. */
export const placesIn = (rows: readonly LetterRow[]): number =>
  new Set(rows.map(({ village, township }) => village ?? township ?? "")).size;

function placesOf(rows: readonly LetterRow[]): Places {
  const byTownship = new Map<string, Set<string>>();
  for (const { village, township } of rows) {
    if (village === undefined && township === undefined) continue;
    const names = byTownship.get(township ?? "") ?? new Set<string>();
    if (village !== undefined) names.add(village);
    byTownship.set(township ?? "", names);
  }
  const entries = [...byTownship];
  return {
    villages: entries
      .filter(([, names]) => names.size > 0)
      .map(([township, names]) => ({ township, names: [...names] })),
    townships: entries.filter(([, names]) => names.size === 0).map(([township]) => township),
  };
}

/** A value without its remarks in brackets and without quotation marks, as a sentence may have told it. */
const core = (value: string): string =>
  value
    .replace(/[（(].*$/u, "")
    .replaceAll(/["“”‘’]/gu, "")
    .trim();

/** Lines of an entry that a text does not tell. */
export function untold({ lines }: PageGroup, said: string): PageLine[] {
  const bare = said.replaceAll(/["“”‘’]/gu, "");
  return lines.filter(({ value }) => value !== "" && !bare.includes(core(value)));
}
