/**
 * What a unit writes into the month's grid, and what of it is not yet as it should be. One check for every door: the page as somebody
 * types or pastes, a workbook that is brought in, the request that sends it, and the ledger.
 */
import { codePoints, tidyText, unfitIn } from "../language/text.js";
import { canonicalJson } from "../ledger/canonical.js";
import type { AnswerRow, AskedRow } from "../ledger/month-events.js";
import { sha256 } from "../ledger/sha256.js";

/** The grid's columns, in their order. `progress`: percent, or of a measured item what is done. */
export const COLUMNS = [
  "progress",
  "measure",
  "problem",
  "nextStep",
  "leader",
  "person",
  "phone",
  "coordinate",
] as const;
export type Column = (typeof COLUMNS)[number];

/** Cells as they were written; an empty cell is absent. */
export type Cells = { readonly [C in Column]?: string };

/** A row as it was saved before it is sent. */
export interface DraftRow {
  readonly key: string;
  readonly cells: Cells;
}

export const MISTAKES = ["missing", "notNumber", "outOfRange", "tooLong", "unfit", "phone", "notAsked"] as const;
export interface Mistake {
  readonly key: string;
  readonly column: Column;
  readonly code: (typeof MISTAKES)[number];
}

/** Most characters of a cell: a line for names, some sentences for the rest. */
export const MOST_IN_CELL: Readonly<Record<Column, number>> = {
  progress: 20,
  measure: 500,
  problem: 500,
  nextStep: 500,
  leader: 40,
  person: 40,
  phone: 40,
  coordinate: 500,
};

const PHONE = /^\+?\d[\d\s()-]{4,24}(?:\s*(?:转|ext\.?)\s*\d{1,6})?$/iu;
const NUMBER = /^\d{1,9}(?:\.\d{1,2})?%?$/u;

/** A number as people write it (６０％, 60%, 1,200); undefined: it is none. */
export function numberIn(cell: string): number | undefined {
  const plain = cell.normalize("NFKC").replace(/[\s,，]/gu, "");
  return NUMBER.test(plain) ? Number(plain.replace("%", "")) : undefined;
}

/** Cells as they are kept: trimmed, the empty ones left out, a figure in plain digits however it was written (４０, 30%). */
export function tidyCells(cells: Cells): Cells {
  const tidy: { -readonly [C in Column]?: string } = {};
  for (const column of COLUMNS) {
    const text = tidyText(cells[column] ?? "");
    const figure = column === "progress" ? numberIn(text) : undefined;
    if (text !== "") tidy[column] = figure === undefined ? text : String(figure);
  }
  return tidy;
}

/** Whether the row's progress is asked for: of an item, and of a measured one once its total is fixed. */
export const asksProgress = ({ kind, measured, total }: Pick<AskedRow, "kind" | "measured" | "total">): boolean =>
  kind === "item" && (measured !== true || total !== undefined);

/** Which cells of a row must not be empty. */
export function neededColumns(row: AskedRow): Column[] {
  const needed: Column[] = asksProgress(row) ? ["progress"] : ["measure"];
  return row.behind === true ? [...needed, "problem", "nextStep"] : needed;
}

function faultOf(row: AskedRow, column: Column, text: string): Mistake["code"] | null {
  if (codePoints(text) > MOST_IN_CELL[column]) return "tooLong";
  if (unfitIn(text, { lines: true }) !== null) return "unfit";
  if (column === "phone") return PHONE.test(text.normalize("NFKC")) ? null : "phone";
  if (column !== "progress") return null;
  if (!asksProgress(row)) return "notAsked";
  const value = numberIn(text);
  if (value === undefined) return "notNumber";
  return value <= (row.total ?? 100) ? null : "outOfRange";
}

/** What is wrong with a row's cells, in the columns' order. `whole` false: what is missing may still come. */
export function mistakesIn(row: AskedRow, cells: Cells, whole = true): Mistake[] {
  const tidy = tidyCells(cells);
  const needed = whole ? neededColumns(row) : [];
  return COLUMNS.flatMap((column): Mistake[] => {
    const text = tidy[column];
    const code = text === undefined ? (needed.includes(column) ? "missing" : null) : faultOf(row, column, text);
    return code === null ? [] : [{ key: row.key, column, code }];
  });
}

/** What a row's cells, which are without mistakes, say. */
export function answerOf(row: AskedRow, cells: Cells): AnswerRow {
  const { progress, ...texts } = tidyCells(cells);
  const value = progress === undefined ? undefined : numberIn(progress);
  const told = value === undefined ? {} : row.measured === true ? { done: value } : { percent: value };
  return { key: row.key, ...told, ...texts };
}

/** An answer as the grid's cells have it. */
export function cellsOf(answer: AnswerRow): Cells {
  const { key: _, percent, done, same: __, ...texts } = answer;
  const progress = done ?? percent;
  return progress === undefined ? texts : { ...texts, progress: String(progress) };
}

/** Names what is sent: SHA-256 over the rows as they were saved, in the order in which they are asked. */
export const draftHash = (rows: readonly DraftRow[]): string =>
  sha256(canonicalJson(rows.map(({ key, cells }) => ({ key, cells: tidyCells(cells) }))));

/** The draft of a request: a row for each that is asked, empty where nothing was saved. */
export function draftOf(asked: readonly AskedRow[], saved: readonly DraftRow[]): DraftRow[] {
  const byKey = new Map(saved.map(({ key, cells }) => [key, cells]));
  return asked.map(({ key }) => ({ key, cells: tidyCells(byKey.get(key) ?? {}) }));
}

/** The words of a row that are compared from month to month; empty where it says nothing. */
export const wordsOfRow = ({
  measure = "",
  problem = "",
  nextStep = "",
}: Pick<AnswerRow, "measure" | "problem" | "nextStep">): string =>
  measure + problem + nextStep === "" ? "" : [measure, problem, nextStep].join("\u0000");

/** For how many months running its words are the same, this one included. `before`: last month's answer. */
export function sameFor(row: AnswerRow, before: AnswerRow | undefined): number {
  const words = wordsOfRow(row);
  return before !== undefined && words !== "" && words === wordsOfRow(before) ? (before.same ?? 1) + 1 : 1;
}

/** What an answer says of its item's progress, in one text. */
export function progressText({ measure = "", problem = "", nextStep = "" }: AnswerRow): string {
  const said: string[] = [measure];
  if (problem !== "") said.push(`存在问题：${problem}`);
  if (nextStep !== "") said.push(`下一步：${nextStep}`);
  return said
    .filter((text) => text !== "")
    .map((text) => text.replace(/[。；\s]+$/u, ""))
    .join("。");
}
