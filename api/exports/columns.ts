/** Columns of lists' files: what a row's cell says. Names, days and words are those of the page. */
import type { SheetCell } from "../../documents/xlsx/model.js";
import type { Language } from "../http/problem.js";
import type { Holder, Named, PostRef, Words } from "../http/schema-parts.js";
import type { ExportColumn } from "../serving/table-export.js";

type Cell<Row> = (row: Row, language: Language) => SheetCell;

export const textColumn = <Row>(zh: string, en: string, width: number, cell: Cell<Row>): ExportColumn<Row> => ({
  title: { zh, en },
  width,
  kind: "text",
  cell,
});

export const dayColumn = <Row>(zh: string, en: string, cell: (row: Row) => string | null): ExportColumn<Row> => ({
  title: { zh, en },
  width: 12,
  kind: "date",
  // Of an instant with an offset its plan day.
  cell: (row) => cell(row)?.slice(0, 10) ?? null,
});

export const numberColumn = <Row>(zh: string, en: string, cell: (row: Row) => number | null): ExportColumn<Row> => ({
  title: { zh, en },
  width: 9,
  kind: "number",
  cell: (row) => cell(row),
});

/** 序号. */
export const rowNumber = <Row>(): ExportColumn<Row> => ({
  title: { zh: "序号", en: "No." },
  width: 6,
  kind: "number",
  cell: (_row, _language, no) => no,
});

export const nameOf = (named: Named | null): string | null => named?.name ?? null;
export const saidIn = (words: Words | null, language: Language): string | null => words?.[language] ?? null;
export const joined = (texts: readonly string[], language: Language): string | null =>
  texts.length === 0 ? null : texts.join(language === "zh" ? "、" : ", ");
export const titleOf = (post: PostRef | null): string | null => post && `${post.unit?.name ?? ""}${post.title}`;
/** Null: vacant. */
export const holderOf = (holder: Holder | null): string | null => holder?.person?.name ?? null;
