/**
 * Prints calendar.yaml for a span of years from chinese-days (State Council notices):
 * node embedded/run.mjs scripts/generate-calendar.ts 2021 2026 > plans/<plan>/calendar.yaml
 *
 * A year without notice yet is computed from the statutory holidays and marked provisional: the engine goes by it and
 * raises an alarm, until the year's notice is there and the calendar is generated again under a new version.
 *
 * The library is asked for its table of date strings only. Its own date arithmetic goes through the machine's time
 * zone, so it is not used.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { statutoryHolidays } from "./statutory-holidays.js";

interface YearTable {
  readonly holidays: Readonly<Record<string, string>>;
  readonly workdays: Readonly<Record<string, string>>;
  readonly provisional?: boolean;
}

function tableOf(year: number): YearTable {
  const known = createRequire(import.meta.url).resolve("chinese-days/dist/years/2021.json");
  const file = known.replace("2021.json", `${year}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as YearTable;
  return { holidays: statutoryHolidays(year), workdays: {}, provisional: true };
}

function dates(year: number, table: Readonly<Record<string, string>>): string {
  const own = Object.keys(table)
    .filter((date) => date.startsWith(`${year}-`))
    .sort();
  return own.length === 0
    ? "[]"
    : `\n${own.map((date) => `      - ${date} # ${table[date]?.split(",")[1] ?? table[date]}`).join("\n")}`;
}

/** Text of calendar.yaml for the years from `first` to `last`. */
export function calendarYaml(first: number, last: number): string {
  const years = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const entries = years.map((year) => {
    const table = tableOf(year);
    const marked = table.provisional ? "\n    provisional: true # 尚无放假安排，按法定节假日暂定" : "";
    return `  - year: ${year}${marked}\n    holidays: ${dates(year, table.holidays)}\n    workedWeekends: ${dates(year, table.workdays)}`;
  });
  return [
    "# yaml-language-server: $schema=../schema/calendar.schema.json",
    "# 工作日历：周一至周五，扣除 holidays（节假日及调休放假），加上 workedWeekends（调休上班）。",
    `# 由 scripts/generate-calendar.ts 按国务院办公厅节假日安排生成，办公室可修改；修改后 version 加一。`,
    "version: 1",
    "years:",
    ...entries.map((entry) => entry.replace(/: \n/g, ":\n")),
    "",
  ].join("\n");
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [first, last] = process.argv.slice(2).map(Number);
  if (
    first === undefined ||
    last === undefined ||
    !Number.isInteger(first) ||
    !Number.isInteger(last) ||
    first > last
  ) {
    process.stderr.write("usage: node embedded/run.mjs scripts/generate-calendar.ts FIRST_YEAR LAST_YEAR\n");
    process.exitCode = 1;
  } else {
    process.stdout.write(calendarYaml(first, last));
  }
}
