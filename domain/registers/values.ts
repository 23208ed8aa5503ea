/**
 * Cells of registers: what somebody wrote or pasted becomes a text in one form, or is refused with what to write instead. Pure; the
 * page, the import and the recording transaction ask the same.
 */
import type { Words } from "../language/words.js";
import { dayNumber } from "../plan/plan-date.js";
import type { RegisterColumn } from "../plan/registers.js";

/** A cell as it was written; a workbook gives numbers and dates too. */
export type RawCell = string | number | boolean | Date | null | undefined;

/** Cells of a row by column; an empty one is absent. Numbers are decimal texts, days `YYYY-MM-DD`, flags 是 and 否, places ids. */
export type Cells = Readonly<Record<string, string>>;

/** `fault`: refused. `question`: it is probably meant so, and whoever imports must say whether it is. */
export type Parsed = { readonly value: string | null; readonly question?: Words } | { readonly fault: Words };

/** Places and units by id and by name: `id` where a text names one, null where it could be more than one. */
export interface Places {
  readonly village: (text: string) => string | null | undefined;
  readonly township: (text: string) => string | null | undefined;
  readonly unit: (text: string) => string | null | undefined;
}

const MOST_TEXT = 2_000;
export const YES = "是";
export const NO = "否";
const FLAGS: Readonly<Record<string, string>> = {
  是: YES,
  有: YES,
  已: YES,
  对: YES,
  "√": YES,
  "✓": YES,
  "1": YES,
  y: YES,
  yes: YES,
  true: YES,
  否: NO,
  无: NO,
  未: NO,
  错: NO,
  "×": NO,
  "✗": NO,
  "0": NO,
  n: NO,
  no: NO,
  false: NO,
};

/** Excel's day 0 in days since 1970-01-01, and the days that can be meant by a serial number: 1950 to 2100. */
const SERIAL_ZERO = -25_569;
const FIRST_SERIAL = 18_264;
const LAST_SERIAL = 73_415;

const fault = (zh: string, en: string): Parsed => ({ fault: { zh, en } });

/** Full-width digits, letters and signs become plain ones; spaces at both ends go, and so do signs that nobody sees. */
export const plain = (text: string): string =>
  text
    .normalize("NFKC")
    .replaceAll(/[\u200b-\u200f\u2060\ufeff]/g, "")
    .trim();

export function parseCell(column: RegisterColumn, raw: RawCell, places: Places): Parsed {
  if (raw === null || raw === undefined) return { value: null };
  if (raw instanceof Date) return column.type === "date" ? dayOf(raw) : parseCell(column, isoOf(raw), places);
  const text = plain(String(raw));
  if (text === "") return { value: null };
  switch (column.type) {
    case "text":
      return text.length > MOST_TEXT
        ? fault(
            `最多${MOST_TEXT}字，现有${text.length}字，请删减`,
            `at most ${MOST_TEXT} characters, not ${text.length}`,
          )
        : { value: String(raw).normalize("NFC").replaceAll(/\r\n?/g, "\n").trim() };
    case "number":
    case "integer":
    case "percent":
      return numberOf(column, text);
    case "date":
      return typeof raw === "number" ? serialDay(raw) : textDay(text);
    case "year":
      return yearOf(text);
    case "choice":
      return choiceOf(column, text);
    case "flag": {
      const found = FLAGS[text.toLowerCase()];
      return found
        ? { value: found }
        : fault(`“${text}”不是“是”或“否”，请改填“是”或“否”`, `${text} is neither 是 nor 否`);
    }
    default:
      return placeOf(column, text, places);
  }
}

const pad = (part: number): string => String(part).padStart(2, "0");
const isoOf = (at: Date): string => `${at.getUTCFullYear()}-${pad(at.getUTCMonth() + 1)}-${pad(at.getUTCDate())}`;
const dayOf = (at: Date): Parsed =>
  Number.isNaN(at.getTime())
    ? fault("不是有效日期，请按2021-06-30的格式填写", "is no date: write YYYY-MM-DD")
    : { value: isoOf(at) };

function serialDay(serial: number): Parsed {
  if (serial < FIRST_SERIAL || serial > LAST_SERIAL)
    return fault(`“${serial}”不是日期，请按2021-06-30的格式填写`, `${serial} is no date: write YYYY-MM-DD`);
  return dayOf(new Date((Math.floor(serial) + SERIAL_ZERO) * 86_400_000));
}

function textDay(text: string): Parsed {
  const found = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (!found) {
    if (/^\d{5}$/.test(text)) return serialDay(Number(text));
    return fault(`“${text}”不是完整日期，请按2021-06-30的格式填写`, `${text} is no date: write YYYY-MM-DD`);
  }
  const [, year = "", month = "", day = ""] = found;
  const written = `${year}-${pad(Number(month))}-${pad(Number(day))}`;
  try {
    dayNumber(written);
    return { value: written };
  } catch {
    return fault(`没有“${text}”这一天，请核对`, `there is no day ${text}`);
  }
}

function yearOf(text: string): Parsed {
  const found = /^(19|20)\d{2}(?=年?$)/.exec(text);
  return found
    ? { value: found[0] }
    : fault(`“${text}”不是年份，请填四位数字，如2021`, `${text} is no year: write four digits`);
}

/** Units of money and how many 万元 they are; those of other things are only taken off. */
const IN_WAN: Readonly<Record<string, number>> = {
  元: 0.0001,
  千元: 0.1,
  万元: 1,
  万: 1,
  百万元: 100,
  亿元: 10_000,
  亿: 10_000,
};
const NUMBER = /^([-+]?)(\d[\d,]*\.?\d*|\.\d+)\s*([^\d\s.,]*)$/;

function numberOf(column: RegisterColumn, text: string): Parsed {
  const found = NUMBER.exec(text.replaceAll("，", ","));
  const name = column.unit ?? "";
  if (!found || !grouped(found[2] ?? ""))
    return fault(
      `“${text}”不是数字，请只填数字${name && `（单位：${name}）`}`,
      `${text} is no number${name && ` (in ${name})`}`,
    );
  const [, sign = "", digits = "", unit = ""] = found;
  const value = Number(`${sign}${digits.replaceAll(",", "")}`);
  const own = column.type === "percent" ? "%" : name;
  if (unit === "" || unit === own) return bounded(column, value);
  const [from, to] = [IN_WAN[unit], IN_WAN[own]];
  if (from !== undefined && to !== undefined) {
    const scaled = Number(((value * from) / to).toFixed(6));
    const checked = bounded(column, scaled);
    if ("fault" in checked) return checked;
    return {
      ...checked,
      question: {
        zh: `写的是${text}，本列单位为${own}，将按${checked.value}${own}登记，请确认`,
        en: `${text} is taken as ${checked.value} ${own}, the column's unit: confirm it`,
      },
    };
  }
  return fault(
    `“${unit}”不是本列的单位${own && `（本列单位：${own}）`}，请只填数字`,
    `${unit} is not the column's unit${own && ` (${own})`}: write the number alone`,
  );
}

/** Commas stand between thousands, or not at all. */
const grouped = (digits: string): boolean => !digits.includes(",") || /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(digits);

const decimalsOf = ({ type, decimals }: RegisterColumn): number =>
  decimals ?? (type === "integer" ? 0 : type === "percent" ? 1 : 2);

function bounded(column: RegisterColumn, value: number): Parsed {
  const { min = column.type === "percent" ? 0 : undefined, max = column.type === "percent" ? 100 : undefined } = column;
  const places = decimalsOf(column);
  if (Number(value.toFixed(places)) !== Number(value.toFixed(8)))
    return places === 0
      ? fault(`“${value}”须为整数`, `${value} must be a whole number`)
      : fault(`“${value}”小数过多，最多${places}位`, `${value} has more than ${places} decimals`);
  if (min !== undefined && value < min) return fault(`“${value}”小于${min}，请核对`, `${value} is less than ${min}`);
  if (max !== undefined && value > max) return fault(`“${value}”大于${max}，请核对`, `${value} is more than ${max}`);
  if (Math.abs(value) > 1e11) return fault(`“${value}”过大，请核对单位`, `${value} is too large: look at its unit`);
  return { value: String(Number(value.toFixed(places))) };
}

function choiceOf({ options = [] }: RegisterColumn, text: string): Parsed {
  const found = options.find((option) => plain(option) === text);
  const listed = options.join("、");
  return found
    ? { value: found }
    : fault(`“${text}”不在可选项中，请填：${listed}`, `${text} is none of the choices: ${listed}`);
}

function placeOf({ type }: RegisterColumn, text: string, places: Places): Parsed {
  const found = places[type as keyof Places](text);
  if (found === undefined) return fault(`名册中没有“${text}”，请填名册中的名称`, `the roster has no ${type} ${text}`);
  return found === null
    ? fault(`有不止一个“${text}”，请填编号`, `more than one ${type} is called ${text}: write its id`)
    : { value: found };
}
