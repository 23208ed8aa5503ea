/** The longest overdue items, and one item's whole way. */
import { type Instrument, INSTRUMENTS } from "../../../../domain/instruments/instruments.js";
import type { Holding, ReportModel } from "../../model.js";
import { html, type Markup } from "../markup.js";
import { bar, both, count, day, legend, note, nothing, section, table, text } from "../parts.js";

const STEPS: readonly Holding["step"][] = ["signFor", "work", "verify", "close", "extension", "suspended"];

export function longest({ longest: lines }: ReportModel): Markup {
  const title = both((w) => w.sections.longest);
  if (lines.length === 0)
    return section(
      "longest",
      title,
      nothing((w) => w.nothingOverdue),
    );
  const sum = (holdings: readonly Holding[]): number => holdings.reduce((total, { days }) => total + days, 0);
  const most = Math.max(1, ...lines.map(({ holdings }) => sum(holdings)));
  const used = STEPS.filter((step) => lines.some(({ holdings }) => holdings.some((each) => each.step === step)));
  const rows = lines.map((line) => ({
    cells: [
      text(both((w) => w.place(line.place))),
      text(
        both((w) => w.milestone(line.task, line.milestone)),
        "broad",
      ),
      day(line.deadline),
      count(line.overdue, line.endedOn === null ? "bad" : "strong"),
      html`${bar(
        line.holdings.map(({ step, days }) => ({ kind: `t-${step}`, value: days })),
        most,
      )}<small>${both((w) => w.stuck(line))}</small>`,
    ],
  }));
  const columns = [
    { head: both((w) => w.heads.place), kind: "title" },
    { head: both((w) => w.heads.milestone) },
    { head: both((w) => w.heads.deadline) },
    { head: both((w) => w.heads.workingDays), figures: true },
    { head: both((w) => w.page.heads.hands), kind: "hands" },
  ];
  return section(
    "longest",
    title,
    html`<figure id="chart-longest"><figcaption>${both((w) => w.page.charts.longest)}</figcaption>${note(both((w) => w.page.notes.longest))}
${legend(used.map((step) => ({ kind: `t-${step}`, words: both((w) => w.page.steps[step]) })))}${table(columns, rows)}</figure>`,
  );
}

export function story({ story: told }: ReportModel): Markup {
  const title = both((w) => w.sections.story);
  if (told === null)
    return section(
      "story",
      title,
      nothing((w) => w.noStory),
    );
  const colour = (instrument: Instrument | null): string =>
    instrument === null ? "none" : INSTRUMENTS[instrument].column;
  return section(
    "story",
    title,
    html`<p>${both((w) => w.story(told))}</p>
<ol class="story">${told.entries.map(
      (entry) =>
        html`<li><i class="dot i-${colour(entry.instrument)}" aria-hidden="true"></i><time datetime="${entry.day}">${both((w) => w.date(entry.day))}</time><span class="${entry.fromDeadline > 0 ? "when bad" : "when"}">${both((w) => w.fromDeadline(entry.fromDeadline))}</span><p>${both((w) => w.entry(entry))}</p></li>
`,
    )}</ol>`,
  );
}
