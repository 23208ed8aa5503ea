/**
 * How a table with many columns lies on paper so that it can still be read: at no less than 7.5 pt, over as many pages across as that takes, with
 * the columns that say which row it is on every one of them. Sheets and printed pages are laid out by the same. Pure.
 */

export const PAPERS = ["A3", "A4"] as const;
export type Paper = (typeof PAPERS)[number];

/** In points between the margins, on paper that lies across: 0.4 inch are left at both sides. */
const MARGINS = 2 * 0.4 * 72;
const WIDTHS: Readonly<Record<Paper, number>> = { A3: (420 / 25.4) * 72 - MARGINS, A4: (297 / 25.4) * 72 - MARGINS };
/** Of sheets at full size, in points. */
export const FULL_SIZE = 11;
export const LEAST_SIZE = 7.5;
/**
 * A character of a column's width at full size, and what a column has beside its characters, in points. With Excel's own font a character is 5.25
 * points wide; where that font is not there, programs take wider ones, with which it must be readable too.
 */
const SIGN = 6.4;
const BESIDE = 3.75;
/** Programs measure fonts a little differently: this part of a page is left free. */
const FREE = 0.04;
/** Columns that stand on every page have this part of it at most. */
const MOST_KEYS = 0.45;

export interface PaperColumn {
  /** In characters. */
  readonly width: number;
  /** Says which row it is: on every page across. Such columns count as far as they stand first. */
  readonly key?: boolean;
}

export interface PaperPages {
  /** Percent of full size. */
  readonly scale: number;
  /** Size of letters in points: at least 7.5. */
  readonly size: number;
  /** How many columns, from the first, stand on every page; 0 where one page has all of them. */
  readonly keys: number;
  /** By page across, the columns' numbers from 0, those on every page among them. */
  readonly pages: readonly (readonly number[])[];
}

const LEAST_SCALE = Math.ceil((LEAST_SIZE / FULL_SIZE) * 100);
const widthOf = ({ width }: PaperColumn): number => width * SIGN + BESIDE;

export function paperPages(paper: Paper, columns: readonly PaperColumn[]): PaperPages {
  const least = across(paper, columns, LEAST_SCALE);
  let [scale, best] = [LEAST_SCALE, least];
  // As large as it can be on so many pages.
  for (let larger = LEAST_SCALE + 1; larger <= 100; larger++) {
    const next = across(paper, columns, larger);
    if (next.pages.length > least.pages.length || next.keys < least.keys) break;
    [scale, best] = [larger, next];
  }
  return { scale, size: (FULL_SIZE * scale) / 100, ...best };
}

function across(paper: Paper, columns: readonly PaperColumn[], scale: number): Pick<PaperPages, "keys" | "pages"> {
  const room = (WIDTHS[paper] * (1 - FREE) * 100) / scale;
  const widths = columns.map(widthOf);
  const sum = (numbers: readonly number[]): number => numbers.reduce((all, no) => all + (widths[no] ?? 0), 0);
  const every = columns.map((_, no) => no);
  if (sum(every) <= room) return { keys: 0, pages: [every] };
  const first = columns.findIndex(({ key }) => key !== true);
  const keys = every.slice(0, first < 0 ? 0 : first);
  while (keys.length > 0 && sum(keys) > room * MOST_KEYS) keys.pop();
  const pages: number[][] = [];
  let page: number[] = [];
  for (const no of every.slice(keys.length)) {
    if (page.length > 0 && sum([...keys, ...page, no]) > room) {
      pages.push([...keys, ...page]);
      page = [];
    }
    page.push(no);
  }
  pages.push([...keys, ...page]);
  return { keys: keys.length, pages };
}
