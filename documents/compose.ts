/**
 * A document's parts in the order in which they stand on the paper, with the words and numbers that the standard adds. Both renderers
 * set these, so that page and file say the same. Clauses are those of GB/T 9704-2012.
 */
import type { Annex, Block, Level, OfficialDocument, Run, Table } from "./model.js";
import { DATE_INDENT, type Face, linesOf, SEAL_LINES, widthOf } from "./standard.js";

export interface Words {
  readonly text: string;
  readonly face: Face;
  readonly strong: boolean;
}

export type Role =
  /** 发文机关标志 */
  | "redHead"
  /** 发文字号, with the red rule under it */
  | "number"
  /** A number without a red head: at the right */
  | "plainNumber"
  | "title"
  | "addressee"
  | "body"
  | "line"
  /** 附件说明, hanging by `hang` characters */
  | "annexNote"
  | "contact"
  | "annexMark"
  | "annexTitle";

export interface TextPiece {
  readonly kind: "text";
  readonly role: Role;
  /** Of a title: its lines. */
  readonly words: readonly Words[];
  /** Stays on the page of what follows. */
  readonly withNext?: boolean;
  readonly hang?: number;
}

export type Piece =
  | TextPiece
  | { readonly kind: "gap"; readonly lines: number; readonly withNext?: boolean }
  /** Name or date, its right edge so many characters before the text block's. */
  | { readonly kind: "signature"; readonly text: string; readonly right: number; readonly withNext?: boolean }
  | Table
  | Form;

/** A submission's own page. */
export interface Form {
  readonly kind: "form";
  readonly number: string;
  /** Issuer and date, opposite the number. */
  readonly from: string;
  readonly title: string;
  readonly addressee?: string;
  readonly rows: readonly { readonly label: string; readonly pieces: readonly Piece[] }[];
  /** 附件 and whom to ask, under the form. */
  readonly notes: readonly string[];
}

/** 版记 (7.4). */
export interface Imprint {
  readonly lists: readonly { readonly label: string; readonly names: readonly string[] }[];
  readonly by: string;
  readonly on: string;
}

export interface Composition {
  /** The document, then each annex: every one begins a page. */
  readonly sheets: readonly (readonly Piece[])[];
  readonly imprint?: Imprint;
  /** False: the first page has no number (a submission's form). */
  readonly numberedFromFirst: boolean;
  /** Who printed it and when. */
  readonly printed?: string;
  /** Above each page, no part of it. */
  readonly notes?: string;
}

const words = (text: string, face: Face = "fangsong", strong = false): Words => ({ text, face, strong });
const text = (role: Role, ...content: readonly Words[]): TextPiece => ({ kind: "text", role, words: content });

const DIGITS = "零一二三四五六七八九";
/** 1 … 99 in Chinese numerals. */
const numeral = (n: number): string => {
  const tens = Math.floor(n / 10);
  const unit = n % 10;
  return `${tens > 1 ? DIGITS[tens] : ""}${tens > 0 ? "十" : ""}${unit > 0 || tens === 0 ? DIGITS[unit] : ""}`;
};

/** 7.3.3 结构层次序数. */
const ORDINALS: Readonly<Record<Level, (n: number) => string>> = {
  1: (n) => `${numeral(n)}、`,
  2: (n) => `（${numeral(n)}）`,
  3: (n) => `${n}.`,
  4: (n) => `（${n}）`,
};
/** 7.3.3 the first level 黑体, the second 楷体, the third and fourth 仿宋. */
const FACES: Readonly<Record<Level, Face>> = { 1: "hei", 2: "kai", 3: "fangsong", 4: "fangsong" };

/** Counts the levels of one text, each anew under the one above it. */
class Numbering {
  private readonly counts = [0, 0, 0, 0];

  next(level: Level): string {
    this.counts[level - 1] = (this.counts[level - 1] ?? 0) + 1;
    this.counts.fill(0, level);
    return ORDINALS[level](this.counts[level - 1] ?? 0);
  }
}

const runWords = (runs: readonly Run[]): Words[] => runs.map((run) => words(run.text, "fangsong", run.strong === true));

function blockPieces(block: Block, numbering: Numbering): Piece[] {
  switch (block.kind) {
    case "heading": {
      // What goes on in the same paragraph follows a stop.
      const stop = block.runs === undefined || /[。：；！？]$/u.test(block.text) ? "" : "。";
      const head = words(`${numbering.next(block.level)}${block.text}${stop}`, FACES[block.level]);
      return [{ ...text("body", head, ...runWords(block.runs ?? [])), withNext: block.runs === undefined }];
    }
    case "paragraph": {
      const number = block.level === undefined ? [] : [words(numbering.next(block.level))];
      return [text("body", ...number, ...runWords(block.runs))];
    }
    case "lines":
      return block.lines.map((line) => text("line", words(line)));
    case "table":
      for (const [index, row] of block.rows.entries())
        if (row.length !== block.columns.length)
          throw new Error(
            `row ${index + 1} of a table has ${row.length} cells, its head ${block.columns.length}: give every column a cell`,
          );
      return [block];
  }
}

function blocks(body: readonly Block[]): Piece[] {
  const numbering = new Numbering();
  return body.flatMap((block) => blockPieces(block, numbering));
}

/** 2021-06-08 → 2021年6月8日 (7.3.5.4: no leading zeros). */
export function officialDate(date: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}))?$/.exec(date);
  if (match === null)
    throw new Error(`${date} is no date of a document: give a plan date, 2021-06-08, or 2021-06-08T10:15`);
  const [, year, month, day, hour, minute] = match;
  const time = hour === undefined ? "" : ` ${hour}:${minute}`;
  return `${Number(year)}年${Number(month)}月${Number(day)}日${time}`;
}

/** 7.3.4: 附件：1. … with the names in a column; no number where there is one. */
function annexNotes(annexes: readonly Annex[]): { readonly text: string; readonly hang: number }[] {
  return annexes.map(({ title }, index) => {
    const label = index === 0 ? "附件：" : "　　　";
    const number = annexes.length === 1 ? "" : `${index + 1}. `;
    return { text: `${label}${number}${title}`, hang: widthOf(`${label}${number}`) };
  });
}

/** The right edges of name and date: the date's four characters in, the name centred over it, as far as it has room (7.3.5.1). */
function signature(document: OfficialDocument): Piece[] {
  const { name } = document.signature;
  const date = officialDate(document.signature.date);
  const difference = (widthOf(name) - widthOf(date)) / 2;
  const right = Math.max(DATE_INDENT, difference);
  return [
    { kind: "signature", text: name, right: right - difference, withNext: true },
    { kind: "signature", text: date, right, withNext: document.contact !== undefined },
  ];
}

const contactText = ({ name, phone }: { readonly name: string; readonly phone: string }): string =>
  `联系人：${name}，电话：${phone}`;

/** A title's characters a line at 22 pt. */
const TITLE_CHARACTERS = 20;

/**
 * A title in as few lines as it needs, broken where words end as far as marks show it, the longest line as short as can be (7.3.1: 词意
 * 完整，排列对称). Without such a place, or over three lines, it is left to the renderer.
 */
export function titleLines(title: string): readonly string[] {
  const count = linesOf(title, TITLE_CHARACTERS);
  if (count < 2 || count > 3) return [title];
  const breaks = [
    ...title.matchAll(
      /(?<=[的、，》”）])(?![的、，》”）])|(?=[《“（])|(?=关于)|(?<=年|月|季度)(?!\d)|(?=有关|督查|督办|调度|检查|办理)/g,
    ),
  ].map((match) => match.index);
  const longest = (lines: readonly string[]): number => Math.max(...lines.map(widthOf));
  let best: readonly string[] | undefined;
  const split = (from: number, left: number, lines: readonly string[]): void => {
    if (left === 1) {
      const all = [...lines, title.slice(from)];
      if (all.some((line) => line === "" || widthOf(line) > TITLE_CHARACTERS)) return;
      if (best === undefined || longest(all) < longest(best)) best = all;
      return;
    }
    for (const at of breaks) if (at > from) split(at, left - 1, [...lines, title.slice(from, at)]);
  };
  split(0, count, []);
  return best ?? [title];
}

const title = (role: "title" | "annexTitle", content: string): Piece =>
  text(role, ...titleLines(content).map((line) => words(line, "title")));

const SEALED: ReadonlySet<string> = new Set(["letter", "slip", "bulletin", "report"]);
const RED_HEADED: ReadonlySet<string> = new Set(["letter", "bulletin", "report"]);

function head(document: OfficialDocument): Piece[] {
  if (RED_HEADED.has(document.kind))
    return [
      text("redHead", words(document.issuer.redHead ?? document.issuer.fullName, "title")),
      { kind: "gap", lines: 2 },
      text("number", words(document.documentNo ?? "")),
      { kind: "gap", lines: 2 },
    ];
  return document.documentNo === undefined
    ? []
    : [text("plainNumber", words(document.documentNo)), { kind: "gap", lines: 1 }];
}

/** Everything but a submission. */
function sheet(document: OfficialDocument): Piece[] {
  const notes = annexNotes(document.annexes);
  const body = blocks(document.body);
  const last = body.at(-1);
  // The signature never stands on a page without text (7.3.5.5).
  if (last?.kind === "text") body[body.length - 1] = { ...last, withNext: true };
  return [
    ...head(document),
    title("title", document.title),
    { kind: "gap", lines: 1 },
    ...(document.addressee === undefined ? [] : [text("addressee", words(`${document.addressee}：`))]),
    ...body,
    ...(notes.length === 0 ? [] : [{ kind: "gap" as const, lines: 1, withNext: true }]),
    ...notes.map((note): Piece => ({ ...text("annexNote", words(note.text)), hang: note.hang, withNext: true })),
    { kind: "gap", lines: SEALED.has(document.kind) ? SEAL_LINES : 1, withNext: true },
    ...signature(document),
    ...(document.contact === undefined ? [] : [text("contact", words(`（${contactText(document.contact)}）`))]),
  ];
}

/** 领导批示: the row that is left empty, and fills the page. */
export const INSTRUCTION_LABEL = "领导批示";

/** Level-1 headings begin rows; what stands before the first is 事项. */
function form(document: OfficialDocument): Form {
  const rows: { label: string; pieces: Piece[] }[] = [];
  let numbering = new Numbering();
  for (const block of document.body) {
    if (block.kind === "heading" && block.level === 1) {
      numbering = new Numbering();
      rows.push({ label: block.text, pieces: block.runs ? [text("body", ...runWords(block.runs))] : [] });
      continue;
    }
    if (rows.length === 0) rows.push({ label: "事项", pieces: [] });
    rows.at(-1)?.pieces.push(...blockPieces(block, numbering));
  }
  rows.push({ label: INSTRUCTION_LABEL, pieces: [] });
  return {
    kind: "form",
    number: document.documentNo ?? "",
    from: `${document.signature.name}　${officialDate(document.signature.date)}`,
    title: document.title,
    ...(document.addressee === undefined ? {} : { addressee: document.addressee }),
    rows,
    notes: [
      ...(document.reports?.length ? [`抄报：${document.reports.join("，")}`] : []),
      ...(document.copies?.length ? [`抄送：${document.copies.join("，")}`] : []),
      ...annexNotes(document.annexes).map((note) => note.text),
      ...(document.contact === undefined ? [] : [contactText(document.contact)]),
    ],
  };
}

/** 7.3.7: 附件 and its number in 黑体 at the first line's beginning, its title centred on the third. */
function annexSheet(annex: Annex, index: number, count: number): Piece[] {
  return [
    text("annexMark", words(count === 1 ? "附件" : `附件${index + 1}`, "hei")),
    { kind: "gap", lines: 1 },
    title("annexTitle", annex.title),
    { kind: "gap", lines: 1 },
    ...blocks(annex.body),
  ];
}

function imprint(document: OfficialDocument): Imprint | undefined {
  if (!RED_HEADED.has(document.kind)) return undefined;
  const list = (label: string, names: readonly string[] = []) => (names.length === 0 ? [] : [{ label, names }]);
  return {
    lists: [...list("抄报：", document.reports), ...list("抄送：", document.copies)],
    by: document.issuer.fullName,
    on: `${officialDate(document.signature.date)}印发`,
  };
}

/** A slip has no imprint: whom it is copied to stands under it. */
function copiesUnder(document: OfficialDocument): Piece[] {
  if (document.kind !== "slip" && document.kind !== "message") return [];
  return [
    ...(document.reports?.length ? [text("line", words(`抄报：${document.reports.join("，")}。`))] : []),
    ...(document.copies?.length ? [text("line", words(`抄送：${document.copies.join("，")}。`))] : []),
  ];
}

/**
 * The parts of a document.
 * @throws Error where a table's row hasn't a cell for every column, or a date is none.
 */
export function compose(document: OfficialDocument): Composition {
  const first: Piece[] =
    document.kind === "submission" ? [form(document)] : [...sheet(document), ...copiesUnder(document)];
  const made = imprint(document);
  return {
    sheets: [first, ...document.annexes.map((annex, index) => annexSheet(annex, index, document.annexes.length))],
    ...(made === undefined ? {} : { imprint: made }),
    numberedFromFirst: document.kind !== "submission",
    ...(document.printed === undefined
      ? {}
      : {
          printed: `打印：${document.printed.by}　${officialDate(document.printed.at)}${document.printed.job === undefined ? "" : `　编号：${document.printed.job}`}`,
        }),
    ...(document.notes?.length ? { notes: document.notes.join("") } : {}),
  };
}

/** Lines of a piece's text at `characters` a line; a table's rows count one line each, however wide. */
export function pieceLines(piece: Piece, characters: number): number {
  switch (piece.kind) {
    case "text":
      return linesOf(piece.words.map((word) => word.text).join(""), characters, piece.role === "body" ? 2 : 0);
    case "gap":
      return piece.lines;
    case "table":
      return piece.rows.length + 1;
    case "signature":
    case "form":
      return 1;
  }
}
