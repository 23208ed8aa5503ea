/** Who answered by the month, and who kept registers. */
import type { AnswerCounts, ReportModel } from "../../model.js";
import { ANSWER_HEADS, REGISTER_HEADS } from "../../texts.js";
import { type Markup } from "../markup.js";
import { both, type Cell, type Column, count, note, nothing, section, table, text } from "../parts.js";

const TONES = { onTime: "good", late: "warn", silent: "bad", copied: "warn", kept: "good", notKept: "bad" } as const;

const toned = (name: keyof AnswerCounts, value: number): Cell =>
  count(value, name in TONES ? TONES[name as keyof typeof TONES] : "plain");

export function months({ monthly }: ReportModel): Markup {
  const title = both((w) => w.sections.months);
  if (monthly.months.length === 0)
    return section(
      "months",
      title,
      nothing((w) => w.none),
    );
  const hasRegisters = monthly.months.some(({ registers }) => registers > 0);
  const names = [...ANSWER_HEADS, ...(hasRegisters ? REGISTER_HEADS : [])];
  const figures: Column[] = names.map((name) => ({ head: both((w) => w.heads[name]), figures: true }));
  const cells = (counts: AnswerCounts): Cell[] => names.map((name) => toned(name, counts[name]));
  return section(
    "months",
    title,
    note(both((w) => w.notes.months)),
    table(
      [{ head: both((w) => w.heads.month), kind: "title" }, ...figures, { head: both((w) => w.heads.bulletin) }],
      monthly.months.map((line) => ({ cells: [text(line.month), ...cells(line), text(line.bulletin ?? "—")] })),
    ),
    table(
      [{ head: both((w) => w.heads.unit), kind: "title" }, ...figures],
      monthly.units.map((line) => ({ cells: [text(line.name), ...cells(line)] })),
    ),
  );
}
