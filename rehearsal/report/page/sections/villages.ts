/** Every township's villages: how their items stand, and a light for each task. */
import { STATUS_LIGHTS, type StatusLight } from "../../../../domain/items/light.js";
import type { ReportModel, VillageCell, VillageLine } from "../../model.js";
import { html, type Markup } from "../markup.js";
import { both, type Cell, type Column, count, note, nothing, number, section, table, text } from "../parts.js";

const LIGHTS: readonly StatusLight[] = STATUS_LIGHTS;
/** For those who do not tell colours apart, and for black and white print. */
const SIGNS: Readonly<Record<StatusLight, string>> = {
  red: "!",
  yellow: "△",
  green: "●",
  blue: "✓",
  grey: "—",
  notStarted: "○",
};

export function townships({ townships: lines }: ReportModel): Markup {
  const title = both((w) => w.sections.townships);
  const villages = lines.flatMap((township) => township.villages);
  if (villages.length === 0)
    return section(
      "townships",
      title,
      nothing((w) => w.none),
    );
  const tasks = [...new Set(villages.flatMap(({ cells }) => cells.map(({ task }) => task)))].sort((a, b) => a - b);
  const heads = ["items", "open", "everOverdue", "escalated", "longest"] as const;
  const columns: Column[] = [
    { head: both((w) => w.heads.village), kind: "title" },
    { head: both((w) => w.heads.leader) },
    ...heads.map((name) => ({ head: both((w) => w.heads[name]), figures: true })),
    { head: both((w) => w.page.heads.notices), figures: true },
    ...tasks.map((task) => ({ head: html`${both((w) => w.heads.task)}<br>${task}`, kind: "light" })),
  ];
  const rows = lines.flatMap((township) => [
    { cells: [], group: both((w) => w.township(township)) },
    ...township.villages.map((village) => ({ cells: cellsOf(village, tasks) })),
  ]);
  return section(
    "townships",
    title,
    note(both((w) => w.notes.townships)),
    html`<figure id="chart-villages"><figcaption>${both((w) => w.page.charts.villages)}</figcaption>${note(both((w) => w.page.notes.villages))}
<ul class="legend">${LIGHTS.map((light) => html`<li><i class="l-${light} sign" aria-hidden="true">${SIGNS[light]}</i>${both((w) => w.page.lights[light])}</li>`)}</ul>
<p class="filter" hidden><label>${both((w) => w.page.search)} <input type="search" data-filter="chart-villages"></label></p>
${table(columns, rows, { classes: "lights" })}</figure>`,
  );
}

function cellsOf(village: VillageLine, tasks: readonly number[]): Cell[] {
  return [
    text(village.name),
    text(village.leader ?? both((w) => w.vacant), village.leader === null ? "bad" : ""),
    count(village.total, "strong"),
    count(village.open, village.overdue > 0 ? "bad" : "plain"),
    count(village.everOverdue),
    count(village.escalatedToOwnLeader),
    count(village.longest),
    count(village.notices),
    ...tasks.map((task) => light(village.cells.find((cell) => cell.task === task))),
  ];
}

/** The light by its sign and in words for whoever hears it; beside it the longest item's days. */
function light(cell: VillageCell | undefined): Cell {
  if (cell === undefined) return text("", "none");
  return {
    classes: `l-${cell.light}`,
    content: html`<b aria-hidden="true">${SIGNS[cell.light]}</b><span class="out-of-sight">${both((w) => w.page.lights[cell.light])}</span>${cell.longest > 0 ? html` ${number(cell.longest)}` : null}`,
  };
}
