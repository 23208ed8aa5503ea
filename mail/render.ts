/** A letter's model into its subject, HTML and plain text. Pure. */
import type { Instrument } from "../domain/plan.js";
import { toHtml } from "./html.js";
import type { Language, LetterModel, LetterRow, RenderedLetter } from "./letter-model.js";
import type { Page, PageRow } from "./page.js";
import { toPlain } from "./plain.js";
import { en } from "./texts.en.js";
import type { Texts } from "./texts.js";
import { zh } from "./texts.zh.js";

const TEXTS: Readonly<Record<Language, Texts>> = { zh, en };

const UPWARD: ReadonlySet<Instrument> = new Set<Instrument>([
  "escalate",
  "instructionReply",
  "longOverdueList",
  "summonsTalk",
]);

export function renderLetter(model: LetterModel, lang: Language = "zh"): RenderedLetter {
  const page = pageOf(model, TEXTS[lang]);
  return { subject: page.subject, html: toHtml(page), text: toPlain(page) };
}

/** Line breaks, other controls and marks that turn the reading direction have no place in a letter, least of all in its subject. */
function clean(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu, " ").trim();
}

function pageOf(model: LetterModel, texts: Texts): Page {
  const { plan, planDay, documentNo, supplement, sections, recipient } = model;
  const instrument = texts.instrument(model);
  const allRows = sections.flatMap(({ rows }) => rows);
  const items = [...new Map(allRows.map((row) => [row.itemId === "" ? row : row.itemId, row])).values()];
  const day = texts.date(planDay);
  const matter = texts.matter(items);
  return {
    htmlLang: texts.htmlLang,
    subject: clean(
      `${plan.rehearsal ? texts.rehearsalMark : ""}${texts.subject(instrument.name, documentNo, matter, plan.shortTitle, supplement)}`,
    ),
    notes: [
      ...(plan.rehearsal ? [texts.rehearsalNote] : []),
      ...(plan.sampleData ? [texts.sampleNote] : []),
      ...(supplement > 0 ? [texts.supplement(supplement)] : []),
    ],
    office: clean(plan.officeName),
    title: instrument.title,
    documentNo: documentNo === undefined ? undefined : clean(documentNo),
    salutation: clean(texts.salutation(model, recipient.name)),
    opening: clean(texts.opening(instrument, plan.title, day, items.length)),
    columns: texts.columns,
    sections: sections.map(({ capacity, rows }) => ({
      capacity: clean(texts.capacity(capacity, model.instrument)),
      rows: rows.map((row, at) => pageRow(row, at + 1, model, texts)),
      // Nothing is demanded of a leader.
      ask: `${UPWARD.has(model.instrument) ? "" : texts.labels.ask}${capacity.role === "to" ? instrument.ask : instrument.askOfCopy}`,
    })),
    closing: instrument.closing,
    date: day,
    footer: texts.footer,
  };
}

function pageRow(row: LetterRow, no: number, { instrument }: LetterModel, texts: Texts): PageRow {
  const { labels } = texts;
  const colon = texts.htmlLang === "en" ? ": " : "：";
  const { village, township } = row;
  const place =
    village === undefined
      ? (township ?? texts.countyWide)
      : township === undefined
        ? village
        : texts.htmlLang === "en"
          ? `${village} (${township})`
          : `${village}（${township}）`;
  return {
    no,
    place: clean(place),
    task: clean(texts.task(row)),
    details: [
      `${labels.milestone}${colon}${row.milestoneTitle}`,
      `${labels.unit}${colon}${row.primaryUnitName}`,
      `${labels.status}${colon}${texts.status(row.status)}`,
      ...texts.facts(row, instrument),
    ].map(clean),
    deadline: texts.date(row.deadline),
    timing: texts.timing(row),
    overdue: (row.overdueWorkingDays ?? 0) > 0,
    originalDeadline:
      row.originalDeadline === undefined || row.originalDeadline === row.deadline
        ? undefined
        : `${labels.original}${colon}${texts.date(row.originalDeadline)}`,
  };
}
