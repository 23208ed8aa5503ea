/** What reached each county leader, when, and what was acknowledged. In the order of office, never ranked. */
import type { LeaderLine, ReportModel } from "../../model.js";
import { html, type Markup } from "../markup.js";
import { both, type Column, count, day, heatCell, note, nothing, section, table, text } from "../parts.js";
import { halfYearsOf, within } from "../periods.js";

export function leaders(model: ReportModel): Markup {
  const title = both((w) => w.sections.leaders);
  if (model.leaders.length === 0)
    return section(
      "leaders",
      title,
      nothing((w) => w.none),
    );
  return section(
    "leaders",
    title,
    note(both((w) => w.notes.leaders)),
    note(both((w) => w.page.notes.leaders)),
    overview(model.leaders),
    html`<h3>${both((w) => w.page.charts.reached)}</h3>`,
    model.leaders.map(reached),
  );
}

const nameOf = ({ title, person }: LeaderLine): Markup =>
  html`${title} ${person ?? html`<em>${both((w) => w.vacant)}</em>`}`;

function overview(lines: readonly LeaderLine[]): Markup {
  const halves = halfYearsOf(lines.flatMap(({ months }) => months.map(({ month }) => month)));
  const values = lines.map(({ months }) =>
    halves.map((half) =>
      months.filter(({ month }) => within(half, month)).reduce((sum, { submissions }) => sum + submissions, 0),
    ),
  );
  const most = Math.max(0, ...values.flat());
  const rows = lines.map((line, at) => ({
    cells: [
      text(nameOf(line)),
      count(line.items, "strong"),
      count(line.submissions),
      count(line.copies),
      count(line.acknowledged, "good"),
      ...(values[at] ?? []).map((value) => heatCell(value, most)),
      day(line.first),
      day(line.last),
    ],
  }));
  const heads = ["items", "submissions", "copies", "acknowledged"] as const;
  const columns: Column[] = [
    { head: both((w) => w.heads.leader), kind: "title" },
    ...heads.map((name) => ({ head: both((w) => w.heads[name]), figures: true })),
    ...halves.map(({ year, half }) => ({ head: both((w) => w.page.halfYear(year, half)), figures: true })),
    { head: both((w) => w.heads.first) },
    { head: both((w) => w.heads.last) },
  ];
  return html`<figure id="chart-leaders"><figcaption>${both((w) => w.page.charts.leaders)}</figcaption>${table(columns, rows, { classes: "heats" })}</figure>
`;
}

function reached(line: LeaderLine): Markup | null {
  if (line.reached.length === 0) return null;
  const rows = line.reached.map((item) => ({
    cells: [
      text(item.first, "day"),
      text(both((w) => w.place(item.place))),
      text(both((w) => w.milestone(item.task, item.milestone))),
      count(item.times),
      text(item.last, "day"),
      item.acknowledgedOn === null
        ? text(
            both((w) => w.page.notAcknowledged),
            "dim",
          )
        : day(item.acknowledgedOn),
    ],
  }));
  const columns: Column[] = [
    { head: both((w) => w.heads.first) },
    { head: both((w) => w.heads.place) },
    { head: both((w) => w.heads.milestone) },
    { head: both((w) => w.heads.submissions), figures: true },
    { head: both((w) => w.heads.last) },
    { head: both((w) => w.page.heads.acknowledgedOn) },
  ];
  return html`<details class="leader"><summary>${nameOf(line)} <span>${both((w) => w.page.reached(line.reached.length))}</span></summary>${table(columns, rows)}</details>
`;
}
