/** Whether a row of a register can stand: its cells one by one, and what its columns have to do with one another. Pure. */
import type { Words } from "../language/words.js";
import type { Register, RegisterCheck, RegisterColumn } from "../plan/registers.js";
import { type Cells, parseCell, type Places } from "./values.js";

/** What is wrong with a row, and in which column; null: with the row as a whole. */
export interface RowFault {
  readonly column: string | null;
  readonly words: Words;
}

/** What stands in the place of a sensitive value: the value itself lies encrypted beside the ledger. */
const SEALED = /^s-[0-9a-f]{40}$/;
export const isSealed = (cell: string): boolean => SEALED.test(cell);

/** What rows are checked by among one another and as a whole. */
export type RowRules = Pick<Register, "key" | "columns" | "checks">;

/** The first thing that keeps a row of finished cells from standing; null: nothing. */
export function rowFault(register: Register, cells: Cells, places: Places): RowFault | null {
  const known = new Set(register.columns.map(({ id }) => id));
  const strange = Object.keys(cells).find((id) => !known.has(id));
  if (strange !== undefined)
    return { column: strange, words: { zh: `本表没有“${strange}”一列`, en: `the register has no column ${strange}` } };
  for (const column of register.columns) {
    const words = cellFault(column, cells[column.id], places);
    if (words) return { column: column.id, words };
  }
  return rulesFaults(register, cells)[0] ?? null;
}

/**
 * All that is wrong with a row of cells that are in their one form already. `given`: columns that hold something that is not among the cells;
 * `unread`: columns that hold what is wrong itself, of which nothing more is said.
 */
export function wholeRowFaults(
  register: RowRules,
  cells: Cells,
  given: readonly string[],
  unread: readonly string[] = [],
): RowFault[] {
  const lacking = register.columns.flatMap(({ id, required, title, english }): RowFault[] =>
    required && cells[id] === undefined && !given.includes(id) && !unread.includes(id)
      ? [{ column: id, words: missing(title, english) }]
      : [],
  );
  return [...lacking, ...rulesFaults(register, cells, unread)];
}

const missing = (zh: string, en: string): Words => ({ zh: `“${zh}”必填`, en: `${en} is required` });

function rulesFaults(register: RowRules, cells: Cells, unread: readonly string[] = []): RowFault[] {
  return register.checks.flatMap((check): RowFault[] => {
    if ([...check.sum, check.equals, check.atMost].some((id) => id !== undefined && unread.includes(id))) return [];
    const words = checkFault(check, register, cells);
    return words ? [{ column: blamed(check, cells), words }] : [];
  });
}

/** What is more than it may be is told where it stands; a sum that is not what it should be, where that is written. */
const blamed = ({ sum, equals }: RegisterCheck, cells: Cells): string | null =>
  equals ?? sum.filter((id) => cells[id] !== undefined).at(-1) ?? null;

function cellFault(column: RegisterColumn, cell: string | undefined, places: Places): Words | null {
  if (cell === undefined) return column.required ? missing(column.title, column.english) : null;
  if (column.sensitive)
    return isSealed(cell)
      ? null
      : { zh: `“${column.title}”未加密，不予登记`, en: `${column.english} is not encrypted` };
  const parsed = parseCell(column, cell, places);
  if ("fault" in parsed) return parsed.fault;
  return parsed.value === cell && parsed.question === undefined
    ? null
    : { zh: `“${column.title}”格式不统一`, en: `${column.english} is not in its one form` };
}

/** Sums are of whole ten-thousandths: 0.1 + 0.2 is 0.3. */
const sumOf = (columns: readonly string[], cells: Cells): number =>
  columns.reduce((sum, id) => sum + Math.round(Number(cells[id] ?? 0) * 10_000), 0) / 10_000;

function checkFault({ sum, equals, atMost }: RegisterCheck, register: RowRules, cells: Cells): Words | null {
  const target = equals ?? atMost ?? "";
  if (sum.every((id) => cells[id] === undefined) || cells[target] === undefined) return null;
  const [found, whole] = [sumOf(sum, cells), Number(cells[target])];
  if (equals === undefined ? found <= whole : found === whole) return null;
  const name = (id: string): { zh: string; en: string } => {
    const column = register.columns.find((one) => one.id === id);
    return { zh: column?.title ?? id, en: column?.english ?? id };
  };
  const zh = sum.map((id) => name(id).zh).join("＋");
  const en = sum.map((id) => name(id).en).join(" + ");
  return equals === undefined
    ? {
        zh: `${zh}为${found}，超过“${name(target).zh}”${whole}`,
        en: `${en} is ${found}, more than ${name(target).en}, ${whole}`,
      }
    : {
        zh: `${zh}合计${found}，与“${name(target).zh}”${whole}不符`,
        en: `${en} is ${found}, not ${name(target).en}, ${whole}`,
      };
}

/** By which a row is known among the others of its register; cells of it that are empty count as such. */
export const keyOf = ({ key }: Pick<Register, "key">, cells: Cells): string =>
  JSON.stringify(key.map((id) => cells[id] ?? null));
