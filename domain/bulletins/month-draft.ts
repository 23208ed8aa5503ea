/** The draft of a month's bulletin: who answered, what lags behind and why, what needs coordination. Pure; the office edits what it makes. */
import { DAY_OF_YEAR_IN } from "../language/dates.js";
import type { Words } from "../language/words.js";
import { REGISTER_STATES } from "../ledger/month-events.js";
import { canonicalJson } from "../ledger/canonical.js";
import { sha256 } from "../ledger/sha256.js";
import { type Directory, directoryOf } from "../people/directory.js";
import type { PlanBundle } from "../plan/bundle.js";
import type { PlanDate } from "../plan/plan.js";
import {
  type BulletinContent,
  CONTENT_FORMAT,
  type ContentColumn,
  type ContentTable,
  type DocumentContent,
  type Paragraph,
  type Section,
} from "./content.js";
import type { Counted, Figure } from "./figures.js";
import { bulletinIssuer } from "./issuing.js";
import { type MonthQuery, type MonthRecords, monthRowsOf } from "./month-records.js";
import * as words from "./month-words.js";
import { plain, quoted } from "./words.js";

export interface MonthDraftOf {
  readonly bundle: PlanBundle;
  readonly records: MonthRecords;
  /** The day of the figures, and the row of the month's stream that it is made at. */
  readonly asOf: { readonly day: PlanDate; readonly seq: number; readonly hash: string };
}

/** Units whose causes stand in the text, and causes of one; all items stand in the annex. */
const MOST_UNITS = 10;
const MOST_CAUSES = 3;
const MOST_TO_COORDINATE = 12;

export const monthRecordsText = (records: MonthRecords): string => canonicalJson(records);

/** Makes the figures of one month. Everything that its bulletin counts comes through here. */
class MonthFigures {
  private readonly made = new Map<string, Figure>();

  constructor(private readonly records: MonthRecords) {}

  get all(): readonly Figure[] {
    return [...this.made.values()];
  }

  count(key: string, counted: Counted, query: MonthQuery, params: Readonly<Record<string, string>> = {}): number {
    const value = monthRowsOf(query, params, this.records).length;
    this.made.set(key, { key, value, counted, round: this.records.month, rows: { query, params } });
    return value;
  }

  /** Items open when the month closed: counted by task in its snapshot. */
  open(): void {
    const value = this.records.snapshot.tasks.reduce(
      (sum, { lights }) => sum + Object.values(lights).reduce((own, count) => own + count, 0),
      0,
    );
    const rows = { query: "behind", params: {} } as const;
    this.made.set("items.open", { key: "items.open", value, counted: "line", round: this.records.month, rows });
  }
}

export function draftMonthBulletin(of: MonthDraftOf): BulletinContent {
  const { bundle, records, asOf } = of;
  const figures = new MonthFigures(records);
  figures.count("requests.all", "person", "requests");
  figures.count("requests.confirmed", "person", "requests", { state: "confirmed" });
  figures.count("requests.lateAnswered", "person", "requests", { state: "confirmed", late: "yes" });
  figures.count("requests.silent", "person", "requests", { state: "asked,answered" });
  figures.count("behind.yellow", "line", "behind", { light: "yellow" });
  figures.count("behind.red", "line", "behind", { light: "red" });
  figures.count("coordinate.all", "line", "coordinate");
  figures.count("copied.all", "line", "copied");
  figures.open();
  if (records.snapshot.ended) figures.count("items.closed", "line", "closed");
  for (const state of records.snapshot.registers ? REGISTER_STATES : [])
    figures.count(`registers.${state}`, "line", "registers", { state });
  if (records.snapshot.registers) figures.count("registers.all", "line", "registers");
  const names = directoryOf(bundle);
  const issuer = plain(names.unit(bulletinIssuer(bundle), asOf.day).fullName);
  const bulletin = monthDocument({ of, figures, names, issuer });
  return {
    format: CONTENT_FORMAT,
    plan: bundle.plan.id,
    round: records.month,
    asOf,
    records: sha256(monthRecordsText(records)),
    issuer,
    bulletin,
    report: { title: bulletin.title, addressee: "", sections: [], tables: [], copies: [], reports: [] },
    steps: [],
    recipients: records.snapshot.units.map(({ unit }) => unit),
    figures: figures.all,
  };
}

interface Parts {
  readonly of: MonthDraftOf;
  readonly figures: MonthFigures;
  readonly names: Directory;
  readonly issuer: string;
}

const paragraph = (id: string, { zh, en }: Words, lead?: string): Paragraph => ({
  id,
  ...(lead === undefined ? {} : { lead }),
  zh,
  en,
  by: "draft",
});
const section = (id: string, heading: Words | null, paragraphs: readonly Paragraph[]): Section => ({
  id,
  heading,
  paragraphs,
});

function monthDocument(parts: Parts): DocumentContent {
  const { of, issuer, names } = parts;
  const { bundle, records } = of;
  const plan = plain(bundle.plan.shortTitle);
  const { units } = records.snapshot;
  const isSilent = units.some(({ state }) => state !== "confirmed");
  const coordinate = coordinateParagraphs(parts);
  return {
    title: words.monthTitle(issuer, plan, records.month),
    addressee: "各乡镇（街道），各有关单位",
    sections: [
      section("opening", null, [paragraph("opening", words.openingWords(records.month, plan))]),
      section("answers", words.MONTH_HEADINGS.answers, answerParagraphs(parts)),
      section("behind", words.MONTH_HEADINGS.behind, behindParagraphs(parts)),
      ...(coordinate.length > 0 ? [section("coordinate", words.MONTH_HEADINGS.coordinate, coordinate)] : []),
      section("next", words.MONTH_HEADINGS.next, [
        paragraph("next", words.nextWords(isSilent, records.behind.length > 0, notKept(parts).length > 0)),
      ]),
    ],
    tables: [requestTable(parts), ...(records.behind.length > 0 ? [behindTable(parts)] : [])],
    copies: [],
    reports: [plain(names.unit(bundle.roster.bodies.leadingGroup, of.asOf.day).fullName)],
  };
}

const unitName = ({ names, of }: Parts, unit: string): string => plain(names.unitRef(unit, of.asOf.day).name);

function answerParagraphs(parts: Parts): Paragraph[] {
  const { records } = parts.of;
  const named = (wanted: (one: (typeof records.snapshot.units)[number]) => boolean): string[] =>
    records.snapshot.units.filter(wanted).map(({ unit }) => unitName(parts, unit));
  const late = named(({ state, late }) => state === "confirmed" && late);
  const silent = named(({ state }) => state !== "confirmed");
  return [
    paragraph("answers", words.answersWords(records.dueOn)),
    ...(late.length > 0 ? [paragraph("late", words.lateNames(late))] : []),
    ...(silent.length > 0 ? [paragraph("silent", words.silentNames(silent))] : []),
    ...(records.copied.length > 0 ? [paragraph("copied", words.COPIED)] : []),
    ...registerParagraphs(parts),
  ];
}

/** Units with registers that are not kept, in the order in which they were asked. */
function notKept(parts: Parts): { readonly unit: string; readonly titles: string[] }[] {
  const { of } = parts;
  const open = (of.records.snapshot.registers ?? []).filter(({ state }) => state === "notKept");
  const title = (id: string): string => of.bundle.registers?.registers.find((one) => one.id === id)?.title ?? id;
  return [...new Set(open.map(({ unit }) => unit))].map((unit) => ({
    unit: unitName(parts, unit),
    titles: open.flatMap((one) => (one.unit === unit ? [title(one.register)] : [])),
  }));
}

function registerParagraphs(parts: Parts): Paragraph[] {
  if (!parts.of.records.snapshot.registers) return [];
  const open = notKept(parts);
  return [
    paragraph("registers", words.REGISTERS),
    ...(open.length > 0 ? [paragraph("notKept", words.notKeptNames(open))] : []),
  ];
}

function behindParagraphs(parts: Parts): Paragraph[] {
  const { figures, of } = parts;
  const { behind } = of.records;
  const { ended } = of.records.snapshot;
  const closed = ended ? [paragraph("closed", words.closedWords(ended.since))] : [];
  if (behind.length === 0) return [paragraph("none", words.NONE_BEHIND), ...closed];
  const units = [...new Set(behind.map(({ unit }) => unit))].map((unit) => {
    const own = behind.filter((fact) => fact.unit === unit);
    return { unit, own, red: own.filter(({ light }) => light === "red").length };
  });
  const worst = units.toSorted((a, b) => b.red - a.red || b.own.length - a.own.length).slice(0, MOST_UNITS);
  return [
    paragraph("behind", words.BEHIND),
    ...closed,
    ...worst.map(({ unit, own, red }) => {
      const key = `unit.${unit}`;
      figures.count(`${key}.yellow`, "line", "behind", { unit, light: "yellow" });
      figures.count(`${key}.red`, "line", "behind", { unit, light: "red" });
      const causes = [...new Set(own.flatMap(({ cause }) => (cause === "" || cause === "无" ? [] : [cause])))];
      return paragraph(
        unit,
        words.unitBehind(key, { yellow: own.length - red, red }, causes.slice(0, MOST_CAUSES).map(quoted)),
        unitName(parts, unit),
      );
    }),
  ];
}

function coordinateParagraphs(parts: Parts): Paragraph[] {
  const byUnit = new Map<string, string[]>();
  for (const { unit, text } of parts.of.records.coordinate) {
    const own = byUnit.get(unit) ?? [];
    if (!own.includes(text)) byUnit.set(unit, [...own, text]);
  }
  return [...byUnit].slice(0, MOST_TO_COORDINATE).map(([unit, texts]) => {
    const said = `${texts.slice(0, MOST_CAUSES).map(quoted).join("；")}。`;
    return paragraph(unit, { zh: said, en: said }, unitName(parts, unit));
  });
}

const column = (
  name: keyof typeof words.COLUMNS,
  width: number,
  align: ContentColumn["align"] = "left",
): ContentColumn => ({ title: words.COLUMNS[name], width, align });

function requestTable(parts: Parts): ContentTable {
  const { units } = parts.of.records.snapshot;
  return {
    id: "requests",
    title: words.TABLES.requests,
    columns: [
      column("no", 1.2, "center"),
      column("unit", 5),
      column("rows", 2, "right"),
      column("state", 3, "center"),
      column("on", 3, "center"),
    ],
    rows: units.map(({ unit, asked, state, late, confirmedOn }, index) => [
      { text: String(index + 1) },
      { text: unitName(parts, unit) },
      { text: String(asked) },
      { text: words.STATES[state !== "confirmed" ? "silent" : late ? "late" : "inTime"].zh },
      { text: confirmedOn === undefined ? "" : DAY_OF_YEAR_IN.zh(confirmedOn) },
    ]),
  };
}

function behindTable(parts: Parts): ContentTable {
  const { names } = parts;
  return {
    id: "behind",
    title: { zh: words.TABLES.behind.zh, en: words.TABLES.behind.en },
    columns: [
      column("no", 1.2, "center"),
      column("unit", 3),
      column("item", 5),
      column("place", 2.4),
      column("percent", 1.6, "right"),
      column("scheduled", 1.6, "right"),
      column("overdue", 1.6, "right"),
      column("cause", 3.6),
      column("next", 3.6),
    ],
    rows: parts.of.records.behind.map(({ item, unit, percent, scheduled, overdue, cause, nextStep }, index) => {
      const at = item.lastIndexOf("/");
      const target = item.slice(at + 1);
      const place = names.villages.get(target)?.name ?? names.townships.get(target)?.name ?? "";
      return [
        { text: String(index + 1) },
        { text: unitName(parts, unit) },
        { text: names.milestoneTitle(item.slice(0, at)) },
        { text: place },
        { text: String(percent) },
        { text: String(scheduled) },
        { text: overdue > 0 ? String(overdue) : "" },
        { text: cause },
        { text: nextStep },
      ];
    }),
  };
}
