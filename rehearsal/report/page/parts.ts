/** What the page's sections are put together from: words in both languages, tables, bars, heat, figures. */
import { INSTRUMENT_COLUMNS, type InstrumentColumn } from "../../../domain/instruments/instruments.js";
import { en } from "../texts.en.js";
import type { InstrumentCounts } from "../model.js";
import { columnCount } from "../texts.js";
import { zh } from "../texts.zh.js";
import { type Content, html, type Markup, raw } from "./markup.js";
import { enPage } from "./texts.en.js";
import type { Words } from "./texts.js";
import { zhPage } from "./texts.zh.js";

export const WORDS: { readonly zh: Words; readonly en: Words } = {
  zh: { ...zh, page: zhPage },
  en: { ...en, page: enPage },
};

/** The words of both languages, of which the page shows one; once, where they are the same. */
export function both(pick: (words: Words) => string): Markup {
  const [chinese, english] = [pick(WORDS.zh), pick(WORDS.en)];
  if (chinese === english) return html`${chinese}`;
  return html`<span lang="zh-CN">${chinese}</span><span lang="en">${english}</span>`;
}

/** The same for paragraphs and lists. */
export function blocks(make: (words: Words) => Content): Markup {
  return html`<div lang="zh-CN">${make(WORDS.zh)}</div><div lang="en">${make(WORDS.en)}</div>`;
}

export const number = (value: number): string => value.toLocaleString("en-US");

export type CellTone = "plain" | "strong" | "good" | "bad" | "warn" | "dim";

export interface Column {
  readonly head: Content;
  /** Figures stand to the right. */
  readonly figures?: boolean;
  readonly kind?: string;
}

/** A cell ready made, or what stands in it. */
export type Cell = Markup | { readonly content: Content; readonly classes?: string };

/** Zero recedes. */
export function count(value: number, tone: CellTone = "plain"): Cell {
  if (value === 0) return { content: "–", classes: "dim" };
  return { content: number(value), ...(tone === "plain" ? {} : { classes: tone }) };
}

export const text = (content: Content, classes = ""): Cell => ({ content, classes });
export const day = (date: string | null): Cell =>
  date === null ? { content: "–", classes: "dim" } : { content: both((words) => words.date(date)), classes: "day" };

export interface TableRow {
  /** The first is the row's head. */
  readonly cells: readonly Cell[];
  /** Instead of cells: a heading over all columns. */
  readonly group?: Content;
  /** Stands over all the columns that no cell is for. */
  readonly rest?: Content;
  readonly classes?: string;
}

export interface TableOptions {
  readonly caption?: Content;
  readonly classes?: string;
}

/** Scrolls sideways within its own frame where the window is narrow; the rows' heads stay in sight. */
export function table(columns: readonly Column[], rows: readonly TableRow[], options: TableOptions = {}): Markup {
  const classOf = (column: Column | undefined, own = ""): string =>
    [column?.figures ? "n" : "", column?.kind ?? "", own].filter((each) => each !== "").join(" ");
  const attribute = (classes: string): Markup => (classes === "" ? raw("") : html` class="${classes}"`);
  const heads = columns.map((column) => html`<th scope="col"${attribute(classOf(column))}>${column.head}</th>`);
  const line = ({ cells, group, rest, classes = "" }: TableRow): Markup => {
    if (group !== undefined)
      return html`<tr class="group"><th scope="colgroup" colspan="${columns.length}"><span>${group}</span></th></tr>`;
    const made = cells.map((cell, at) => {
      const { content, classes: own = "" } = "content" in cell ? cell : { content: cell };
      const attributes = attribute(classOf(columns[at], own));
      return at === 0 ? html`<th scope="row"${attributes}>${content}</th>` : html`<td${attributes}>${content}</td>`;
    });
    const beyond = rest === undefined ? null : html`<td colspan="${columns.length - cells.length}">${rest}</td>`;
    return html`<tr${attribute(classes)}>${made}${beyond}</tr>`;
  };
  const caption = options.caption === undefined ? null : html`<caption>${options.caption}</caption>`;
  return html`<div class="scroll" tabindex="0"><table${attribute(options.classes ?? "")}>${caption}<thead><tr>${heads}</tr></thead>
<tbody>${rows.map((row) => html`${line(row)}\n`)}</tbody></table></div>`;
}

/** How warm a count is among others: 0 for none, 1 to 5 by its logarithm. */
export function heat(value: number, most: number): number {
  if (value <= 0) return 0;
  return most <= 1 ? 5 : 1 + Math.round((4 * Math.log(value)) / Math.log(most));
}

export function heatCell(value: number, most: number): Cell {
  return value === 0
    ? { content: "", classes: "n" }
    : { content: number(value), classes: `n heat h${heat(value, most)}` };
}

export interface Share {
  readonly kind: string;
  readonly value: number;
}

/** Shares side by side, `of` being the whole width. What they are, the numbers beside or the legend say. */
export function bar(shares: readonly Share[], of: number): Markup {
  const shown = shares.filter(({ value }) => value > 0);
  const used = shown.reduce((sum, { value }) => sum + value, 0);
  const rest = Math.max(0, of - used);
  return html`<span class="bar" aria-hidden="true">${shown.map(
    ({ kind, value }) => html`<i class="${kind}" style="flex-grow:${value}"></i>`,
  )}${rest > 0 ? html`<i style="flex-grow:${rest}"></i>` : null}</span>`;
}

export function legend(entries: readonly { readonly kind: string; readonly words: Content }[]): Markup {
  return html`<ul class="legend">${entries.map(({ kind, words }) => html`<li><i class="${kind}" aria-hidden="true"></i>${words}</li>`)}</ul>`;
}

/** The instruments of which there are any, in their order. */
export function usedInstruments(counts: readonly InstrumentCounts[]): InstrumentColumn[] {
  return INSTRUMENT_COLUMNS.filter((name) => counts.some((each) => columnCount(name, each) > 0));
}

export function note(words: Content): Markup {
  return html`<p class="note">${words}</p>`;
}

export const nothing = (pick: (words: Words) => string): Markup => html`<p class="nothing">${both(pick)}</p>`;

export function section(id: string, title: Content, ...content: readonly Content[]): Markup {
  return html`<section id="${id}"><h2>${title}</h2>
${content}</section>
`;
}
