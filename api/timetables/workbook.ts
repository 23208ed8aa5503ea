/** 分村措施和时间表 as a workbook: the template with what is set already, and what one that comes back says, every mistake by its cell. */
import type { SheetCell, Workbook } from "../../documents/xlsx/model.js";
import { type Merge, type ReadCell, type ReadRow, refOf } from "../../documents/xlsx/read.js";
import type { Words } from "../../domain/language/words.js";
import {
  MOST_LINES,
  readLine,
  TIMETABLE_COLUMNS,
  type TimetableColumn,
  type TimetableLine,
} from "../../domain/items/timetable.js";
import { TIMETABLE_FAULTS, TIMETABLE_WORDS } from "../../domain/items/timetable-words.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import { parseCell, type Places } from "../../domain/registers/values.js";
import {
  headOf,
  isMerged,
  isShare,
  KEY_TITLE,
  MERGED,
  missingColumns,
  NO_HEAD,
  SHARE,
  type SheetHead,
  type SheetMistake,
  textOf,
} from "../files/keyed-sheet.js";

/** An item that its unit has in hand, as the workbook names it. */
export interface TimetabledItem {
  readonly item: string;
  readonly task: number;
  readonly title: string;
  readonly place: string | null;
  readonly deadline: PlanDate;
  /** What is set for the deadline that it has; empty: nothing. */
  readonly lines: readonly TimetableLine[];
}

const WIDTHS: Readonly<Record<TimetableColumn, number>> = {
  by: 14,
  measure: 40,
  quantity: 14,
  person: 14,
  percent: 12,
};

/** A row for each line that is set; for an item without one, an empty row. */
export function timetableWorkbook(
  items: readonly TimetabledItem[],
  { unit, creator, date }: { readonly unit: string; readonly creator: string; readonly date: PlanDate },
): Workbook {
  const rowsOf = ({ item, task, title, place, deadline, lines }: TimetabledItem): SheetCell[][] => {
    const head = [item, task, title, place, deadline];
    return lines.length === 0
      ? [[...head, null, null, null, null, null]]
      : lines.map((line) => [...head, ...TIMETABLE_COLUMNS.map((column) => line[column])]);
  };
  return {
    title: `${unit}措施和时间表`,
    creator,
    date,
    sheets: [
      {
        name: "措施和时间表",
        columns: [
          { title: KEY_TITLE, width: 22, key: true },
          { title: "任务", width: 7, kind: "number", key: true },
          { title: "事项", width: 30, key: true },
          { title: "地点", width: 12, key: true },
          { title: "时限", width: 12, key: true },
          ...TIMETABLE_COLUMNS.map((column) => ({
            title: TIMETABLE_WORDS[column].zh,
            width: WIDTHS[column],
            ...(column === "percent" ? { kind: "number" as const } : {}),
          })),
        ],
        rows: items.flatMap(rowsOf),
      },
      {
        name: "填表说明",
        columns: [{ title: "要求", width: 100 }],
        rows: [
          ["每个事项可填多行：在下方插入行，并复制该事项的编号。"],
          ["完成时间按2021-06-30的格式填写，由早到晚，不晚于事项时限。"],
          ["数量须写明数字和单位，如3公里、20户；责任人写姓名。"],
          ["累计进度填百分数本身（如60），逐行不减，每个事项最后一行为100。"],
          ["不填报的事项留空即可，原有时间表不变。"],
        ],
      },
    ],
  };
}

export interface ReadTimetables {
  readonly items: readonly { readonly of: TimetabledItem; readonly lines: readonly TimetableLine[] }[];
  readonly mistakes: readonly SheetMistake[];
}

interface Filled {
  readonly of: TimetabledItem;
  readonly lines: TimetableLine[];
  /** Where its last line stands. */
  last: number;
  count: number;
}

/** What a sheet says of a unit's items; items without a filled line stay as they are. With a mistake it says nothing of any. */
export function readTimetables(
  { rows, merges }: { readonly rows: readonly ReadRow[]; readonly merges: readonly Merge[] },
  items: readonly TimetabledItem[],
): ReadTimetables {
  const head = headOf(rows);
  if (!head) return { items: [], mistakes: [NO_HEAD] };
  const columns = TIMETABLE_COLUMNS.map((column) => TIMETABLE_WORDS[column]);
  const mistakes = missingColumns(head, columns);
  if (mistakes.length > 0) return { items: [], mistakes };
  const byKey = new Map(items.map((one) => [one.item, one]));
  const filled = new Map<string, Filled>();
  const keyColumn = head.columns.get(KEY_TITLE) ?? 0;
  for (const row of rows.slice(head.at + 1)) {
    const key = textOf(row.cells[keyColumn]);
    const texts = textsIn(row, head);
    const isEmpty = TIMETABLE_COLUMNS.every((column) => texts[column] === "");
    if (isEmpty) continue;
    const of = byKey.get(key);
    if (!of) {
      mistakes.push({ cell: refOf(keyColumn, row.no), message: UNKNOWN });
      continue;
    }
    const own = filled.get(key) ?? { of, lines: [], last: row.no, count: 0 };
    filled.set(key, own);
    own.last = row.no;
    if (++own.count > MOST_LINES) mistakes.push({ cell: refOf(keyColumn, row.no), message: TOO_MANY });
    const before = mistakes.length;
    mistakes.push(...cellMistakes(row, head, merges));
    const { line, faults } = readLine(texts, own.lines.at(-1), of.deadline);
    for (const { column, what } of faults)
      mistakes.push({ cell: refOf(columnOf(head, column), row.no), message: TIMETABLE_FAULTS[what] });
    if (line && mistakes.length === before) own.lines.push(line);
  }
  for (const { lines, last, count } of filled.values())
    if (lines.length === count && lines.at(-1)?.percent !== 100)
      mistakes.push({ cell: refOf(columnOf(head, "percent"), last), message: TIMETABLE_FAULTS.end });
  return {
    items: mistakes.length > 0 ? [] : [...filled.values()].map(({ of, lines }) => ({ of, lines })),
    mistakes,
  };
}

const columnOf = ({ columns }: SheetHead, column: TimetableColumn): number =>
  columns.get(TIMETABLE_WORDS[column].zh) ?? 0;

/** A line's cells as the act's text can hold them: in one line, without the sign that stands between cells there. */
function textsIn({ cells }: ReadRow, head: SheetHead): Record<TimetableColumn, string> {
  const plain = (column: TimetableColumn): string =>
    (column === "by" ? dayText : textOf)(cells[columnOf(head, column)])
      .replaceAll(/\s+/gu, " ")
      .replaceAll(/[|｜]/gu, "／");
  return Object.fromEntries(TIMETABLE_COLUMNS.map((column) => [column, plain(column)])) as Record<
    TimetableColumn,
    string
  >;
}

/** A day however the sheet has it: as text, as a date, or as its serial number where the cell is formatted as text. */
function dayText(cell: ReadCell | undefined): string {
  const parsed = parseCell(DAY, cell, NO_PLACES);
  return "value" in parsed ? (parsed.value ?? "") : textOf(cell);
}
const DAY = { id: "by", title: TIMETABLE_WORDS.by.zh, english: TIMETABLE_WORDS.by.en, type: "date" } as const;
const NO_PLACES: Places = { village: () => undefined, township: () => undefined, unit: () => undefined };

function cellMistakes({ no, cells }: ReadRow, head: SheetHead, merges: readonly Merge[]): SheetMistake[] {
  const percent = columnOf(head, "percent");
  const shares = isShare(cells[percent]) ? [{ cell: refOf(percent, no), message: SHARE }] : [];
  const merged = TIMETABLE_COLUMNS.map((column) => columnOf(head, column))
    .filter((at) => isMerged(merges, at, no))
    .map((at) => ({ cell: refOf(at, no), message: MERGED }));
  return [...shares, ...merged];
}

/** A timetable as the act `setTimetable` takes it: its cells apart by the sign that texts keep (tabs become spaces in them). */
export const actText = (lines: readonly TimetableLine[]): string =>
  lines.map((line) => TIMETABLE_COLUMNS.map((column) => String(line[column])).join("|")).join("\n");

const UNKNOWN: Words = {
  zh: "本单位没有这一在办事项，请勿改动编号；新增的行请复制所属事项的编号",
  en: "The unit has no such item in hand: leave the first column as it is, and copy it into new rows",
};
const TOO_MANY: Words = {
  zh: `一个事项最多${MOST_LINES}行`,
  en: `An item has ${MOST_LINES} lines at most`,
};
