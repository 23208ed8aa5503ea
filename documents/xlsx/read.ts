/**
 * Reads sheets of an .xlsx workbook (ECMA-376 part 1) row by row, in little memory: a cell's text, number, flag or day, with where it stands.
 * Formulas are read by the value that was saved with them. What is an archive, and whether it may be opened, is the caller's to know.
 */
import { SaxesParser } from "saxes";

/** The parts of an archive by name, `xl/workbook.xml`. */
export interface WorkbookParts {
  readonly names: ReadonlySet<string>;
  /** The part's bytes as they come. */
  read(name: string): Promise<AsyncIterable<Uint8Array>>;
}

export type ReadCell = string | number | boolean | Date | null;

export interface ReadRow {
  /** As the sheet counts, from 1. */
  readonly no: number;
  /** By column from 0; what is absent is empty. */
  readonly cells: readonly (ReadCell | undefined)[];
}

export interface ReadSheet {
  readonly name: string;
  readonly hidden: boolean;
  readonly part: string;
}

export interface ReadBook {
  readonly sheets: readonly ReadSheet[];
  readonly strings: readonly string[];
  /** By style whether its numbers are days. */
  readonly days: readonly boolean[];
  /** Days are counted from 1904. */
  readonly from1904: boolean;
}

/** Cells that are one, `A1:B3`, by their corners from 0; rows as the sheet counts. */
export interface Merge {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** What is in no workbook, or more than one may hold. */
export class BadWorkbook extends Error {
  constructor(readonly why: "noWorkbook" | "damaged" | "tooManyTexts" | "tooWide") {
    super(`the workbook cannot be read: ${why}`);
    this.name = "BadWorkbook";
  }
}

const MOST_TEXTS = 2_000_000;
const MOST_COLUMNS = 512;
const DAY_MS = 86_400_000;

type Handler = {
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly close?: (name: string) => void;
  readonly text?: (text: string) => void;
};

/** Names without their prefix: writers choose prefixes as they like. */
const local = (name: string): string => name.slice(name.indexOf(":") + 1);

async function parse(bytes: AsyncIterable<Uint8Array>, handler: Handler, between?: () => void): Promise<void> {
  for await (const _ of parsing(bytes, handler)) between?.();
}

/** Yields after every piece, so that whoever reads can hand on what came of it. */
async function* parsing(bytes: AsyncIterable<Uint8Array>, handler: Handler): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let failed = false;
  parser.on("error", () => void (failed = true));
  parser.on("opentag", ({ name, attributes }) => handler.open?.(local(name), attributes as Record<string, string>));
  parser.on("closetag", ({ name }) => handler.close?.(local(name)));
  if (handler.text) parser.on("text", handler.text);
  if (handler.text) parser.on("cdata", handler.text);
  const write = (text: string): void => {
    parser.write(text);
    if (failed) throw new BadWorkbook("damaged");
  };
  try {
    for await (const piece of bytes) {
      write(decoder.decode(piece, { stream: true }));
      yield;
    }
    write(decoder.decode());
    parser.close();
  } catch (error) {
    throw error instanceof TypeError ? new BadWorkbook("damaged") : error;
  }
  if (failed) throw new BadWorkbook("damaged");
  yield;
}

/** What all sheets share. Throws BadWorkbook. */
export async function readBook(parts: WorkbookParts): Promise<ReadBook> {
  if (!parts.names.has("xl/workbook.xml")) throw new BadWorkbook("noWorkbook");
  const targets = await relations(parts);
  const sheets: ReadSheet[] = [];
  let from1904 = false;
  await parse(await parts.read("xl/workbook.xml"), {
    open(name, attributes) {
      if (name === "workbookPr") from1904 = ["1", "true"].includes(attributes["date1904"] ?? "");
      if (name !== "sheet") return;
      const id = Object.entries(attributes).find(([key]) => key.includes(":") && local(key) === "id")?.[1] ?? "";
      const part = targets.get(id);
      if (part !== undefined && parts.names.has(part))
        sheets.push({ name: attributes["name"] ?? "", hidden: (attributes["state"] ?? "visible") !== "visible", part });
    },
  });
  if (sheets.length === 0) throw new BadWorkbook("noWorkbook");
  return { sheets, strings: await sharedTexts(parts), days: await dayStyles(parts), from1904 };
}

async function relations(parts: WorkbookParts): Promise<ReadonlyMap<string, string>> {
  const targets = new Map<string, string>();
  const name = "xl/_rels/workbook.xml.rels";
  if (!parts.names.has(name)) return targets;
  await parse(await parts.read(name), {
    open(tag, { Id = "", Target = "" }) {
      if (tag === "Relationship") targets.set(Id, Target.startsWith("/") ? Target.slice(1) : `xl/${Target}`);
    },
  });
  return targets;
}

/** Texts that cells refer to. What is said of their reading (phonetic) is not theirs. */
async function sharedTexts(parts: WorkbookParts): Promise<string[]> {
  const texts: string[] = [];
  if (!parts.names.has("xl/sharedStrings.xml")) return texts;
  let [own, isText, isReading] = ["", false, false];
  await parse(await parts.read("xl/sharedStrings.xml"), {
    open(name) {
      if (name === "si") own = "";
      isText = name === "t" && !isReading;
      if (name === "rPh") isReading = true;
    },
    text(text) {
      if (isText) own += text;
    },
    close(name) {
      if (name === "t") isText = false;
      if (name === "rPh") isReading = false;
      if (name !== "si") return;
      if (texts.push(own) > MOST_TEXTS) throw new BadWorkbook("tooManyTexts");
    },
  });
  return texts;
}

/** Formats of days that the standard has by number; one's own say year, month or day outside quotes and brackets. */
const DAY_FORMATS: ReadonlySet<number> = new Set([
  14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58,
]);
const saysDay = (format: string): boolean =>
  /[yd年日]/i.test(format.replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, (part) => (/[年日]/.test(part) ? "y" : "")));

async function dayStyles(parts: WorkbookParts): Promise<boolean[]> {
  const days: boolean[] = [];
  if (!parts.names.has("xl/styles.xml")) return days;
  const own = new Map<number, boolean>();
  let inCells = false;
  await parse(await parts.read("xl/styles.xml"), {
    open(name, { numFmtId = "0", formatCode = "" }) {
      if (name === "numFmt") own.set(Number(numFmtId), saysDay(formatCode));
      if (name === "cellXfs") inCells = true;
      if (name === "xf" && inCells) days.push(own.get(Number(numFmtId)) ?? DAY_FORMATS.has(Number(numFmtId)));
    },
    close(name) {
      if (name === "cellXfs") inCells = false;
    },
  });
  return days;
}

/** `AB12` → column from 0, and row. */
export function placeOf(ref: string): { readonly column: number; readonly row: number } {
  let column = 0;
  let at = 0;
  for (; at < ref.length; at++) {
    const code = ref.charCodeAt(at) - 64;
    if (code < 1 || code > 26) break;
    column = column * 26 + code;
  }
  return { column: column - 1, row: Number(ref.slice(at)) };
}

/** Column from 0 and row → `AB12`. */
export function refOf(column: number, row: number): string {
  let name = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return `${name}${row}`;
}

/** The sheet's rows in order. `merges` is filled while they are read, and whole after the last. Throws BadWorkbook. */
export async function* readRows(
  parts: WorkbookParts,
  book: ReadBook,
  sheet: ReadSheet,
  merges: Merge[],
): AsyncGenerator<ReadRow> {
  const reader = new SheetReader(book, merges);
  for await (const _ of parsing(await parts.read(sheet.part), reader)) yield* reader.take();
}

class SheetReader implements Handler {
  private rows: ReadRow[] = [];
  private row: (ReadCell | undefined)[] = [];
  private no = 0;
  private column = -1;
  private type = "";
  private style = 0;
  private value = "";
  private reading = false;

  constructor(
    private readonly book: ReadBook,
    private readonly merges: Merge[],
  ) {}

  take(): ReadRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  readonly open = (name: string, attributes: Readonly<Record<string, string>>): void => {
    if (name === "row") {
      this.no = attributes["r"] === undefined ? this.no + 1 : Number(attributes["r"]);
      this.row = [];
      this.column = -1;
    } else if (name === "c") {
      this.column = attributes["r"] === undefined ? this.column + 1 : placeOf(attributes["r"]).column;
      if (!Number.isSafeInteger(this.column) || this.column < 0 || !Number.isSafeInteger(this.no))
        throw new BadWorkbook("damaged");
      if (this.column >= 16_384) throw new BadWorkbook("tooWide");
      this.type = attributes["t"] ?? "n";
      this.style = Number(attributes["s"] ?? 0);
      this.value = "";
    } else if (name === "v" || name === "t") this.reading = true;
    else if (name === "mergeCell") this.merged(attributes["ref"] ?? "");
  };

  readonly text = (text: string): void => {
    if (this.reading) this.value += text;
  };

  readonly close = (name: string): void => {
    if (name === "v" || name === "t") this.reading = false;
    else if (name === "c") {
      const cell = this.cellOf();
      if (cell === null) return;
      if (this.column >= MOST_COLUMNS) throw new BadWorkbook("tooWide");
      this.row[this.column] = cell;
    } else if (name === "row" && this.row.length > 0) this.rows.push({ no: this.no, cells: this.row });
  };

  private merged(ref: string): void {
    const [first = "", last = first] = ref.split(":");
    const [from, to] = [placeOf(first), placeOf(last)];
    this.merges.push({ top: from.row, left: from.column, bottom: to.row, right: to.column });
  }

  private cellOf(): ReadCell {
    const { value, type } = this;
    if (value === "") return null;
    if (type === "s") return this.book.strings[Number(value)] ?? null;
    if (type === "b") return value === "1";
    if (type === "d") return new Date(value);
    if (type !== "n") return value;
    const number = Number(value);
    if (!Number.isFinite(number)) return value;
    return this.book.days[this.style] ? this.dayOf(number) : number;
  }

  /** Day 60 of Excel's calendar, 29 February 1900, never was; only what comes after it is a day here. */
  private dayOf(serial: number): Date | number {
    const days = this.book.from1904 ? serial + 1_462 : serial;
    return days > 60 ? new Date(Math.round((days - 25_569) * DAY_MS)) : serial;
  }
}
