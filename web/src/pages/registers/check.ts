/** What the page knows to be wrong with rows before they are sent: by the very rules that the API and the ledger check by. Pure. */
import { keyOf, type RowRules, wholeRowFaults } from "../../../../domain/registers/check-row.js";
import { MASK } from "../../../../domain/registers/import.js";
import { type Parsed, parseCell, plain, type Places } from "../../../../domain/registers/values.js";
import type { RegisterColumn as ColumnRules } from "../../../../domain/plan/registers.js";
import type { Register, RegisterColumn, Words } from "../../api/types.js";

/** By column what is wrong; of a row as a whole, at its first column. */
export type RowFaults = Readonly<Record<string, Words>>;

export interface Checker {
  /** A cell in its one form, or what is wrong with it. */
  readonly cell: (column: string, text: string) => Parsed;
  /** What is wrong with a row whose cells are `texts`. */
  readonly row: (texts: Readonly<Record<string, string>>) => RowFaults;
  /** By which a row is known among the others. */
  readonly keyOf: (texts: Readonly<Record<string, string>>) => string;
  readonly keyColumn: string;
}

export function checkerOf(register: Register): Checker {
  const places = placesIn(register.columns);
  const rules = rulesOf(register);
  const byId = new Map(rules.columns.map((column) => [column.id, column]));
  const cell = (id: string, text: string): Parsed => {
    const column = byId.get(id);
    return column && !isAsShown(column, text) ? parseCell(column, text, places) : { value: text };
  };
  return {
    cell,
    row(texts) {
      const faults: Record<string, Words> = {};
      const cells: Record<string, string> = {};
      for (const { id } of rules.columns) {
        const parsed = cell(id, texts[id] ?? "");
        if ("fault" in parsed) faults[id] = parsed.fault;
        else if (parsed.value !== null) cells[id] = parsed.value;
      }
      for (const { column, words } of wholeRowFaults(rules, cells, [], Object.keys(faults)))
        faults[column ?? rules.columns[0]?.id ?? ""] ??= words;
      return faults;
    },
    keyOf: (texts) => keyOf(rules, Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ""))),
    keyColumn: rules.key[0] ?? "",
  };
}

/** A sensitive cell that nobody has written over. */
const isAsShown = ({ sensitive }: ColumnRules, text: string): boolean => sensitive === true && text === MASK;

/** A register as the rules want it. */
function rulesOf({ columns, checks }: Register): RowRules {
  return {
    key: columns.filter(({ key }) => key).map(({ id }) => id),
    columns: columns.map(rulesOfColumn),
    checks: checks.map(({ sum, equals, atMost }) => ({
      sum,
      ...(equals === null ? {} : { equals }),
      ...(atMost === null ? {} : { atMost }),
    })),
  };
}

function rulesOfColumn(column: RegisterColumn): ColumnRules {
  const { id, title, english, type, unit, required, sensitive, min, max, decimals, options } = column;
  return {
    id,
    title,
    english,
    type,
    required,
    sensitive,
    ...(unit === null ? {} : { unit }),
    ...(min === null ? {} : { min }),
    ...(max === null ? {} : { max }),
    ...(decimals === null ? {} : { decimals }),
    ...(type === "choice" ? { options: (options ?? []).map(({ value }) => value) } : {}),
  };
}

/** Places and units that the register's columns offer, by id and by name; null: more than one is called so. */
function placesIn(columns: readonly RegisterColumn[]): Places {
  const indexOf = (type: RegisterColumn["type"]): ((text: string) => string | null | undefined) => {
    const index = new Map<string, string | null>();
    for (const { value, label } of columns.find((column) => column.type === type)?.options ?? []) {
      index.set(plain(label), index.has(plain(label)) ? null : value);
      index.set(value, value);
    }
    return (text) => index.get(text);
  };
  return { village: indexOf("village"), township: indexOf("township"), unit: indexOf("unit") };
}
