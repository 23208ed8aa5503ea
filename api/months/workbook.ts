/** A unit's grid of a month as a workbook: the template that is filled in at one's own desk, and what one that comes back says, by cell. */
import type { Merge, ReadRow } from "../../documents/xlsx/read.js";
import { refOf } from "../../documents/xlsx/read.js";
import type { SheetCell, SheetColumn, Workbook } from "../../documents/xlsx/model.js";
import { monthIn } from "../../domain/language/dates.js";
import type { Words } from "../../domain/language/words.js";
import { type Cells, type Column, COLUMNS, mistakesIn, tidyCells } from "../../domain/months/answers.js";
import { COLUMN_WORDS, mistakeWords } from "../../domain/months/mistake-words.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { GridRow } from "../../prisma/months/month-store.js";
import {
  headOf,
  isMerged,
  isShare,
  KEY_TITLE,
  MERGED,
  missingColumns,
  NO_HEAD,
  SHARE,
  type SheetMistake,
  textOf,
} from "../files/keyed-sheet.js";
import type { RequestView } from "./schemas.js";

const BEFORE = [
  { title: "事项", width: 34, key: true },
  { title: "地点", width: 12, key: true },
  { title: "任务", width: 7, kind: "number" },
  { title: "时限", width: 12, kind: "date" },
  { title: "系统记录进展（%）", width: 10, kind: "number" },
] as const satisfies readonly SheetColumn[];
/** What the unit said the month before, beside what it says now; not read when the workbook comes back. */
const LAST_MONTH = ["progress", "measure", "problem", "nextStep"] as const satisfies readonly Column[];
const WIDTHS: Readonly<Record<Column, number>> = {
  progress: 10,
  measure: 32,
  problem: 32,
  nextStep: 32,
  leader: 12,
  person: 12,
  phone: 16,
  coordinate: 28,
};

/** The grid as it stands: what is saved, else what was sent. */
export function gridWorkbook(grid: RequestView, creator: string, date: PlanDate): Workbook {
  return {
    title: `${grid.request.unit.name}${monthIn("zh", grid.month)}工作进展`,
    creator,
    date,
    sheets: [
      {
        name: "调度表",
        paper: "A3",
        columns: [
          ...BEFORE,
          ...COLUMNS.map((column) => ({ title: COLUMN_WORDS[column].zh, width: WIDTHS[column] })),
          ...LAST_MONTH.map((column) => ({ title: `上月${COLUMN_WORDS[column].zh}`, width: WIDTHS[column] })),
          { title: KEY_TITLE, width: 22 },
        ],
        rows: grid.rows.map((row): SheetCell[] => {
          const cells = (row.draft?.cells ?? row.answer ?? {}) as Cells;
          const before = (row.before ?? {}) as Cells;
          return [
            row.kind === "item" ? row.title : `${row.task.title}（${row.title}）`,
            row.place,
            row.task.no,
            row.deadline,
            row.percent,
            ...COLUMNS.map((column) => cells[column] ?? null),
            ...LAST_MONTH.map((column) => before[column] ?? null),
            row.key,
          ];
        }),
      },
    ],
  };
}

export interface ImportedGrid {
  readonly rows: readonly { readonly key: string; readonly cells: Cells }[];
  readonly mistakes: readonly SheetMistake[];
}

/** What a sheet says of the rows that are asked. A mistake keeps everything of it from being taken over. */
export function importedGrid(
  { rows, merges }: { readonly rows: readonly ReadRow[]; readonly merges: readonly Merge[] },
  asked: readonly Pick<GridRow, "key" | "asked">[],
): ImportedGrid {
  const head = headOf(rows);
  if (!head) return { rows: [], mistakes: [NO_HEAD] };
  const byKey = new Map(asked.map((row) => [row.key, row.asked]));
  const seen = new Set<string>();
  const found: ImportedGrid["rows"][number][] = [];
  const mistakes = missingColumns(
    head,
    COLUMNS.map((column) => COLUMN_WORDS[column]),
  );
  const keyColumn = head.columns.get(KEY_TITLE) ?? 0;
  for (const { no, cells } of rows.slice(head.at + 1)) {
    const key = textOf(cells[keyColumn]);
    if (key === "" && cells.every((cell) => textOf(cell) === "")) continue;
    const row = byKey.get(key);
    if (!row || seen.has(key)) {
      mistakes.push({ cell: refOf(keyColumn, no), message: row ? TWICE : UNKNOWN });
      continue;
    }
    seen.add(key);
    const own: { -readonly [C in Column]?: string } = {};
    for (const column of COLUMNS) {
      const at = head.columns.get(COLUMN_WORDS[column].zh);
      if (at === undefined) continue;
      const cell = cells[at];
      own[column] = textOf(cell);
      if (column === "progress" && isShare(cell)) mistakes.push({ cell: refOf(at, no), message: SHARE });
      if (isMerged(merges, at, no)) mistakes.push({ cell: refOf(at, no), message: MERGED });
    }
    const tidy = tidyCells(own);
    for (const mistake of mistakesIn(row, tidy, false)) {
      const at = head.columns.get(COLUMN_WORDS[mistake.column].zh) ?? 0;
      mistakes.push({ cell: refOf(at, no), message: mistakeWords(mistake, row.total) });
    }
    found.push({ key, cells: own });
  }
  return { rows: mistakes.length > 0 ? [] : found, mistakes };
}

const UNKNOWN: Words = {
  zh: "本单位本月没有这一行，请勿改动编号",
  en: "The unit is asked no such row: leave the column of ids as it is",
};
const TWICE: Words = { zh: "同一编号出现两次", en: "The row stands here twice" };
