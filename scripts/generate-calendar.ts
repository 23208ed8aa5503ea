/** Prints a plan's calendar.yaml from the State Council's arrangements in chinese-days: `tsx scripts/generate-calendar.ts 2021 2026`. */
import chineseDays from "chinese-days";

const DAY = 86_400_000;

function yearLines(year: number): string[] {
  const holidays: string[] = [];
  const worked: string[] = [];
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += DAY) {
    const date = new Date(at).toISOString().slice(0, 10);
    const weekend = [0, 6].includes(new Date(at).getUTCDay());
    const works = chineseDays.isWorkday(date);
    if (!weekend && !works) holidays.push(date);
    if (weekend && works) worked.push(date);
  }
  const list = (dates: string[]): string => `[${dates.join(", ")}]`;
  // A year without a single weekday off has not been announced yet.
  const provisional = holidays.length === 0 ? ["    provisional: true"] : [];
  return [`  - year: ${year}`, `    holidays: ${list(holidays)}`, `    workedWeekends: ${list(worked)}`, ...provisional];
}

const from = Number(process.argv[2]);
const to = Number(process.argv[3] ?? process.argv[2]);
if (!Number.isInteger(from) || !Number.isInteger(to) || to < from) {
  process.stderr.write("usage: tsx scripts/generate-calendar.ts <first year> [<last year>]\n");
  process.exitCode = 1;
} else {
  const lines = ["# 工作日历:周一至周五,减去 holidays(放假的工作日),加上 workedWeekends(调休上班)。", "version: 1", "years:"];
  for (let year = from; year <= to; year++) lines.push(...yearLines(year));
  process.stdout.write(`${lines.join("\n")}\n`);
}
