/** Title block, and how the whole stands. */
import type { ReportModel } from "../../model.js";
import { courseFigures, draftFigures, type Entry, type FigureLine, itemFigures, letterFigures } from "../../figures.js";
import { sumOf } from "../../counts.js";
import { columnCount, draftLabel, type Label, type Section } from "../../texts.js";
import { type Content, html, type Markup } from "../markup.js";
import { blocks, both, number, section, usedInstruments } from "../parts.js";

export function titleBlock(model: ReportModel): Markup {
  const fact = (label: Label, words: Content): Markup =>
    html`<div><dt>${both((w) => w.labels[label])}</dt><dd>${words}</dd></div>`;
  return html`<header>
<p class="mark"><b>${both((w) => w.page.mark)}</b><span>${both((w) => w.page.markNote)}</span></p>
<h1>${both((w) => w.title)}</h1>
<p class="plan">${model.plan.title}</p>
<dl class="facts">${fact(
    "period",
    both((w) => w.period(model.period.from, model.period.to)),
  )}${fact(
    "scenario",
    both((w) => w.scenario(model.scenario)),
  )}${model.sampleRoster ? fact("roster", html`<em>${both((w) => w.sampleRoster)}</em>`) : null}</dl>
</header>
`;
}

export function contents(sections: readonly Section[]): Markup {
  return html`<nav class="contents"><h2 class="out-of-sight">${both((w) => w.page.contents)}</h2><ol>${sections.map(
    (name) => html`<li><a href="#${name}">${both((w) => w.sections[name])}</a></li>`,
  )}</ol></nav>
`;
}

export function overview(model: ReportModel): Markup {
  return section(
    "overview",
    both((w) => w.sections.overview),
    html`<div class="cards">${card(itemFigures(model))}${card(letterFigures(model))}${notices(model)}</div>`,
    html`<dl class="lines">${reach(model)}${drafts(model)}${courseFigures(model).map((line) =>
      row(
        both((w) => w.labels[line.label]),
        figures(line.entries),
      ),
    )}${skipped(model)}${alarms(model)}</dl>`,
  );
}

/** The first figure large, the others in rows. */
function card({ label, entries }: FigureLine): Markup {
  const [[, total], ...rest] = entries as [Entry, ...Entry[]];
  return html`<div class="card"><h3>${both((w) => w.labels[label])}</h3><p class="large">${number(total)}</p>
<dl>${rest.map(
    ([name, value, tone = "plain"]) =>
      html`<div${value === 0 ? html` class="zero"` : html` class="${tone}"`}><dt>${both((w) => w.figures[name])}</dt><dd>${number(value)}</dd></div>`,
  )}</dl></div>`;
}

function notices(model: ReportModel): Markup {
  return html`<div class="card broad"><h3>${both((w) => w.labels.notices)}</h3><p class="large">${number(sumOf(model.notices))}</p>
<dl>${usedInstruments([model.notices]).map(
    (name) =>
      html`<div><dt><i class="dot i-${name}" aria-hidden="true"></i>${both((w) => w.page.instruments[name])}</dt><dd>${number(columnCount(name, model.notices))}</dd></div>`,
  )}</dl></div>`;
}

const row = (label: Content, content: Content): Markup => html`<div><dt>${label}</dt><dd>${content}</dd></div>`;

function figures(entries: readonly Entry[]): Markup {
  return html`<ul class="figures">${entries.map(
    ([name, value, tone = "plain"]) =>
      html`<li class="${value === 0 ? "zero" : tone}">${both((w) => w.figures[name])} <b>${number(value)}</b></li>`,
  )}</ul>`;
}

function reach({ ownLeader }: ReportModel): Markup {
  const wrong = ownLeader.missing.unexplained > 0;
  return row(
    both((w) => w.labels.ownLeader),
    blocks((w) =>
      w
        .ownLeader(ownLeader)
        .map(
          (sentence, at, all) => html`<p${wrong && at === all.length - 1 ? html` class="bad"` : null}>${sentence}</p>`,
        ),
    ),
  );
}

function drafts(model: ReportModel): Markup[] {
  return model.drafts.map((draft) =>
    row(
      both((w) => draftLabel(w, draft.instrument)),
      figures(draftFigures(draft)),
    ),
  );
}

function skipped({ course }: ReportModel): Markup | null {
  if (Object.values(course.skipped).every((count) => count === 0)) return null;
  return row(
    both((w) => w.labels.skipped),
    blocks((w) => {
      const lines = w.skipped(course.skipped).filter(({ count }) => count > 0);
      return html`<ul class="figures">${lines.map(({ text, count }) => html`<li>${text} <b>${number(count)}</b></li>`)}</ul>`;
    }),
  );
}

function alarms({ alarms: lines }: ReportModel): Markup {
  const kinds = [...new Set(lines.map(({ kind }) => kind))];
  return row(
    both((w) => w.labels.alarms),
    kinds.length === 0
      ? html`<p class="good">${both((w) => w.none)}</p>`
      : blocks((w) =>
          kinds.map((kind) => html`<p class="warn">${w.alarms(lines.filter((line) => line.kind === kind))}</p>`),
        ),
  );
}
