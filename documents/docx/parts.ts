/** Pieces of a document as paragraphs and tables of Word. */
import {
  AlignmentType,
  BorderStyle,
  FrameAnchorType,
  HeightRule,
  type IParagraphOptions,
  type IRunOptions,
  LineRuleType,
  Paragraph,
  Tab,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from "docx";
import type { Form, Imprint, Piece, Role, Words } from "../compose.js";
import { CELL_SIDE, CELL_TOP, CONTENT_WIDTH, fitForm, LABEL_WIDTH } from "../form-fit.js";
import type { Table as TableBlock } from "../model.js";
import {
  CHARACTER_PITCH,
  CHARACTER_SPACING,
  type Face,
  FONTS,
  LINE_PITCH,
  RED,
  RED_HEAD_SPACE,
  RED_RULE,
  redHeadSize,
  RULE_SPACE_PT,
  SIZE,
  TABLE_WIDTH,
  TEXT_HEIGHT,
  TEXT_WIDTH,
  THICK_RULE,
  THIN_RULE,
  widthOf,
} from "../standard.js";
import { UNGRIDDED } from "./fixed.js";

type Content = Paragraph | Table;

const characters = (count: number): number => Math.round(count * CHARACTER_PITCH);

/** Sizes are half points; the same font for every script, so that no program takes another for digits. */
export function run(text: string, face: Face, size: number, more: IRunOptions = {}): TextRun {
  const name = FONTS[face].name;
  return new TextRun({
    text,
    font: { ascii: name, hAnsi: name, eastAsia: name, cs: name },
    size: size * 2,
    sizeComplexScript: size * 2,
    ...more,
  });
}

export const exactly = (line: number) => ({ line, lineRule: LineRuleType.EXACT, before: 0, after: 0 });

const runs = (words: readonly Words[], size: number, more: IRunOptions = {}): TextRun[] =>
  words.map((word) => run(word.text, word.face, size, { ...more, ...(word.strong ? { bold: true } : {}) }));

/** A line of each of the words: a title's. */
const lined = (words: readonly Words[], size: number): TextRun[] =>
  words.map((word, index) => run(word.text, word.face, size, index === 0 ? {} : { break: 1 }));

/** Body text, set to the standard's 28 characters a line by its own spacing: programs differ in what they make of the section's grid. */
const TIGHT: IRunOptions = { characterSpacing: CHARACTER_SPACING };

const CENTRED = { alignment: AlignmentType.CENTER, style: UNGRIDDED, spacing: exactly(LINE_PITCH) };

const ROLES: Readonly<Record<Role, (words: readonly Words[], hang: number) => IParagraphOptions>> = {
  redHead: (words) => {
    const size = redHeadSize(words.map((word) => word.text).join(""));
    return {
      ...CENTRED,
      style: UNGRIDDED,
      spacing: { ...exactly(Math.round(size * 1.2 * 20)), before: RED_HEAD_SPACE },
      children: runs(words, size, { color: RED }),
    };
  },
  number: (words) => ({
    ...CENTRED,
    border: { bottom: { style: BorderStyle.SINGLE, size: RED_RULE, color: RED, space: RULE_SPACE_PT } },
    children: runs(words, SIZE.body),
  }),
  plainNumber: (words) => ({
    alignment: AlignmentType.RIGHT,
    style: UNGRIDDED,
    spacing: exactly(LINE_PITCH),
    children: runs(words, SIZE.body),
  }),
  title: (words) => ({ ...CENTRED, children: lined(words, SIZE.title) }),
  addressee: (words) => ({ style: UNGRIDDED, spacing: exactly(LINE_PITCH), children: runs(words, SIZE.body, TIGHT) }),
  body: (words) => ({
    style: UNGRIDDED,
    spacing: exactly(LINE_PITCH),
    indent: { firstLine: characters(2) },
    children: runs(words, SIZE.body, TIGHT),
  }),
  line: (words) => ({
    style: UNGRIDDED,
    spacing: exactly(LINE_PITCH),
    children: runs(words, SIZE.body, TIGHT),
  }),
  annexNote: (words, hang) => ({
    style: UNGRIDDED,
    spacing: exactly(LINE_PITCH),
    indent: { left: characters(2 + hang), hanging: characters(hang) },
    children: runs(words, SIZE.body, TIGHT),
  }),
  contact: (words) => ({
    style: UNGRIDDED,
    spacing: exactly(LINE_PITCH),
    indent: { firstLine: characters(2) },
    children: runs(words, SIZE.body, TIGHT),
  }),
  annexMark: (words) => ({
    style: UNGRIDDED,
    spacing: exactly(LINE_PITCH),
    pageBreakBefore: true,
    children: runs(words, SIZE.body, TIGHT),
  }),
  annexTitle: (words) => ({ ...CENTRED, children: lined(words, SIZE.title) }),
};

const gap = (withNext: boolean): Paragraph =>
  new Paragraph({
    style: UNGRIDDED,
    spacing: exactly(LINE_PITCH),
    keepNext: withNext,
    children: [run("", "fangsong", SIZE.body)],
  });

/** A paragraph of a point: what follows a table, and what a frame is anchored to. */
const hairline = (): Paragraph =>
  new Paragraph({ style: UNGRIDDED, spacing: exactly(20), children: [run("", "fangsong", 1)] });

const RULES = {
  top: { style: BorderStyle.SINGLE, size: THIN_RULE, color: "000000" },
  bottom: { style: BorderStyle.SINGLE, size: THIN_RULE, color: "000000" },
  left: { style: BorderStyle.SINGLE, size: THIN_RULE, color: "000000" },
  right: { style: BorderStyle.SINGLE, size: THIN_RULE, color: "000000" },
  insideHorizontal: { style: BorderStyle.SINGLE, size: THIN_RULE, color: "000000" },
  insideVertical: { style: BorderStyle.SINGLE, size: THIN_RULE, color: "000000" },
};

/** Columns' widths that make up the whole, by their shares. */
export function columnWidths(shares: readonly number[], whole: number): number[] {
  const sum = shares.reduce((total, share) => total + share, 0);
  let end = 0;
  let taken = 0;
  return shares.map((share) => {
    end += share;
    const width = Math.round((whole * end) / sum) - taken;
    taken += width;
    return width;
  });
}

const ALIGN = { left: AlignmentType.LEFT, center: AlignmentType.CENTER, right: AlignmentType.RIGHT };
/** A table's text: 5号 in a table of many columns, else 小四. */
const tableSize = (columns: number): number => (columns > 6 ? 10.5 : 12);

function table(block: TableBlock, whole: number): Table {
  const size = tableSize(block.columns.length);
  const widths = columnWidths(
    block.columns.map((column) => column.width ?? 1),
    whole,
  );
  const cell = (text: string, index: number, header: boolean): TableCell =>
    new TableCell({
      width: { size: widths[index] ?? 0, type: WidthType.DXA },
      verticalAlign: VerticalAlignTable.CENTER,
      margins: { top: 40, bottom: 40, left: 60, right: 60 },
      children: text.split("\n").map(
        (line) =>
          new Paragraph({
            alignment: header ? AlignmentType.CENTER : ALIGN[block.columns[index]?.align ?? "left"],
            style: UNGRIDDED,
            spacing: exactly(Math.round(size * 1.4 * 20)),
            children: [run(line, header ? "hei" : "fangsong", size)],
          }),
      ),
    });
  return new Table({
    width: { size: whole, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    borders: RULES,
    rows: [
      new TableRow({
        tableHeader: true,
        cantSplit: true,
        children: block.columns.map((column, index) => cell(column.title, index, true)),
      }),
      ...block.rows.map(
        (row) => new TableRow({ cantSplit: true, children: row.map((text, index) => cell(text, index, false)) }),
      ),
    ],
  });
}

/** The parts of a sheet, from top to bottom. */
export function parts(pieces: readonly Piece[]): Content[] {
  return pieces.flatMap((piece): Content[] => {
    switch (piece.kind) {
      case "text":
        return [
          new Paragraph({ ...ROLES[piece.role](piece.words, piece.hang ?? 0), keepNext: piece.withNext ?? false }),
        ];
      case "gap":
        return Array.from({ length: piece.lines }, () => gap(piece.withNext ?? false));
      case "signature":
        return [
          new Paragraph({
            alignment: AlignmentType.RIGHT,
            style: UNGRIDDED,
            spacing: exactly(LINE_PITCH),
            indent: { right: characters(piece.right) },
            keepNext: piece.withNext ?? false,
            children: [run(piece.text, "fangsong", SIZE.body, TIGHT)],
          }),
        ];
      case "table":
        return [table(piece, TABLE_WIDTH), hairline()];
      case "form":
        return formParts(piece);
    }
  });
}

/** 5号: number, issuer and date have one line. */
const FORM_HEAD = 10.5;

/** A submission's page: number and sender over a black rule, title, whom it is put before, the form, notes. */
function formParts(form: Form): Content[] {
  const fit = fitForm(form);
  const content = (pieces: readonly Piece[]): Content[] =>
    pieces.flatMap((piece): Content[] =>
      piece.kind === "text"
        ? [
            new Paragraph({
              style: UNGRIDDED,
              spacing: exactly(fit.pitch),
              indent: { firstLine: piece.role === "body" ? fit.size * 40 : 0 },
              children: runs(piece.words, fit.size),
            }),
          ]
        : piece.kind === "table"
          ? [table(piece, CONTENT_WIDTH - 2 * CELL_SIDE)]
          : [],
    );
  const margins = { top: CELL_TOP, bottom: CELL_TOP, left: CELL_SIDE, right: CELL_SIDE };
  const last = form.rows.length - 1;
  return [
    new Paragraph({
      style: UNGRIDDED,
      spacing: exactly(LINE_PITCH),
      tabStops: [{ type: TabStopType.RIGHT, position: TEXT_WIDTH }],
      border: { bottom: { style: BorderStyle.SINGLE, size: THICK_RULE, color: "000000", space: 4 } },
      children: [
        run(form.number, "fangsong", FORM_HEAD),
        run("", "fangsong", FORM_HEAD, { children: [new Tab(), form.from] }),
      ],
    }),
    gap(false),
    new Paragraph({ ...CENTRED, children: [run(form.title, "title", SIZE.title)] }),
    new Paragraph({
      style: UNGRIDDED,
      spacing: exactly(LINE_PITCH),
      children: form.addressee === undefined ? [] : [run(form.addressee, "kai", SIZE.body)],
    }),
    new Table({
      width: { size: TABLE_WIDTH, type: WidthType.DXA },
      columnWidths: [LABEL_WIDTH, CONTENT_WIDTH],
      layout: TableLayoutType.FIXED,
      borders: RULES,
      rows: form.rows.map(
        (row, index) =>
          new TableRow({
            cantSplit: index === last,
            ...(index === last ? { height: { value: fit.room, rule: HeightRule.ATLEAST } } : {}),
            children: [
              new TableCell({
                width: { size: LABEL_WIDTH, type: WidthType.DXA },
                verticalAlign: VerticalAlignTable.CENTER,
                margins,
                children: [
                  new Paragraph({
                    alignment: AlignmentType.CENTER,
                    style: UNGRIDDED,
                    spacing: exactly(420),
                    children: [run(row.label, "hei", SIZE.small)],
                  }),
                ],
              }),
              new TableCell({
                width: { size: CONTENT_WIDTH, type: WidthType.DXA },
                verticalAlign: index === last ? VerticalAlignTable.TOP : VerticalAlignTable.CENTER,
                margins,
                children:
                  row.pieces.length === 0
                    ? [
                        new Paragraph({
                          style: UNGRIDDED,
                          spacing: exactly(fit.pitch),
                          children: [run("", "fangsong", fit.size)],
                        }),
                      ]
                    : content(row.pieces),
              }),
            ],
          }),
      ),
    }),
    ...form.notes.map(
      (note) =>
        new Paragraph({
          style: UNGRIDDED,
          spacing: exactly(440),
          children: [run(note, "fangsong", SIZE.small)],
        }),
    ),
  ];
}

/** The names of a list in lines that begin under the first name (7.4.2: 回行时与冒号后的首字对齐). */
export function listLines(names: readonly string[], characters: number): string[] {
  const lines: string[] = [];
  names.forEach((name, index) => {
    const text = `${name}${index === names.length - 1 ? "。" : "，"}`;
    const line = lines.at(-1);
    if (line !== undefined && widthOf(line + text) <= characters) lines[lines.length - 1] = line + text;
    else lines.push(text);
  });
  return lines;
}

/** A line of the imprint, and what its rule takes above it, twips. */
const IMPRINT_PITCH = 400;
const IMPRINT_RULE = 40;

/**
 * 版记, its last rule on the text block's lower edge, on the page where the text ends; and the paragraph that holds it there. Each entry
 * is a frame at its own height: LibreOffice floats neither a table as wide as the text nor a frame of several paragraphs.
 */
export function imprintParts(imprint: Imprint): Content[] {
  const side = SIZE.small * 20;
  const lists = imprint.lists.map(({ label, names }) => {
    const lines = listLines(names, Math.floor(TABLE_WIDTH / side) - 2 - widthOf(label));
    return lines.map((line, at) => `　${at === 0 ? label : "　".repeat(widthOf(label))}${line}`);
  });
  const entries = [
    ...lists.map((lines) => ({
      lines: lines.length,
      children: lines.map((line, at) => run(line, "fangsong", SIZE.small, at === 0 ? {} : { break: 1 })),
    })),
    {
      lines: 1,
      children: [
        run(`　${imprint.by}`, "fangsong", SIZE.small),
        run("", "fangsong", SIZE.small, { children: [new Tab(), imprint.on] }),
      ],
    },
  ];
  const rule = (size: number) => ({ style: BorderStyle.SINGLE, size, color: "000000", space: 1 });
  let top =
    TEXT_HEIGHT - IMPRINT_RULE - entries.reduce((sum, { lines }) => sum + lines * IMPRINT_PITCH + IMPRINT_RULE, 0);
  return [
    ...entries.map(({ lines, children }, index) => {
      const y = top;
      top += lines * IMPRINT_PITCH + IMPRINT_RULE;
      return new Paragraph({
        style: UNGRIDDED,
        spacing: exactly(IMPRINT_PITCH),
        frame: {
          type: "absolute",
          position: { x: 0, y },
          anchor: { horizontal: FrameAnchorType.MARGIN, vertical: FrameAnchorType.MARGIN },
          width: TABLE_WIDTH,
          height: lines * IMPRINT_PITCH,
        },
        border: {
          top: rule(index === 0 ? THICK_RULE : THIN_RULE),
          ...(index === entries.length - 1 ? { bottom: rule(THICK_RULE) } : {}),
        },
        tabStops: [{ type: TabStopType.RIGHT, position: TABLE_WIDTH - side }],
        children,
      });
    }),
    hairline(),
  ];
}
