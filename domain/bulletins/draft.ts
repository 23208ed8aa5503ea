/** The draft of a round's bulletin and report: figures, order, problems and next steps, in words. Pure; the office edits what it makes. */
import { groupBy } from "../plan/group-by.js";
import { roundName } from "../inspections/round-name.js";
import type { Words } from "../language/words.js";
import { directoryOf, type Directory } from "../people/directory.js";
import { lineOf } from "../plan/checklists.js";
import { wordsOf } from "../plan/words.js";
import { sha256 } from "../ledger/sha256.js";
import {
  recordsText,
  type BulletinContent,
  CONTENT_FORMAT,
  type DocumentContent,
  type Paragraph,
  type Section,
} from "./content.js";
import type { DraftNames, DraftOf } from "./drafting.js";
import { FigureMaker, overallFigures } from "./figures.js";
import { bulletinIssuer } from "./issuing.js";
import { type Problem, problemsOf } from "./problems.js";
import { rank, type Ranked, rankedUnits } from "./ranking.js";
import { nextSteps, type Systemic, systemicOf } from "./steps.js";
import { problemTable, rankingTable } from "./tables.js";
import * as words from "./words.js";

export interface Drafted {
  readonly content: BulletinContent;
  readonly problems: readonly Problem[];
  readonly units: readonly Ranked[];
  readonly townships: readonly Ranked[];
}

/** Problems that stand in the text; all of them stand in the annex. */
const MOST_IN_BULLETIN = 12;
const MOST_IN_REPORT = 8;
const MOST_HIGHLIGHTS = 8;

export function draftBulletinOf(of: DraftOf): Drafted {
  const figures = new FigureMaker(of.records);
  overallFigures(figures);
  const names = namesOf(of);
  const least = of.bundle.policy.inspections?.rankedFrom;
  const townships = rank(
    figures,
    "township",
    of.bundle.roster.townships.map(({ id }) => id),
    least,
  );
  const units = rank(figures, "unit", rankedUnits(of.records, of.bundle.roster), least);
  const problems = problemsOf(of.records, figures, of.earlier);
  const systemic = systemicOf(of, figures);
  const steps = nextSteps(of, systemic, figures, names);
  const parts: Parts = { of, figures, names, townships, units, problems, systemic };
  const content: BulletinContent = {
    format: CONTENT_FORMAT,
    plan: of.planId,
    round: of.records.current.round,
    asOf: of.asOf,
    records: sha256(recordsText(of.records)),
    issuer: names.fullName(bulletinIssuer(of.bundle)),
    bulletin: bulletinDocument(parts),
    report: reportDocument(parts),
    steps,
    recipients: recipientsOf(of),
    figures: figures.all,
  };
  return { content, problems, units, townships };
}

interface Parts {
  readonly of: DraftOf;
  readonly figures: FigureMaker;
  readonly names: DraftNames;
  readonly townships: readonly Ranked[];
  readonly units: readonly Ranked[];
  readonly problems: readonly Problem[];
  readonly systemic: readonly Systemic[];
}

function namesOf({ bundle, checklists, asOf: { day } }: DraftOf): DraftNames {
  const directory: Directory = directoryOf(bundle);
  const causes = new Map(checklists.causes.map(({ id, title }) => [id, title]));
  const unit = (id: string): string => words.plain(directory.unitRef(id, day).name);
  return {
    unit,
    fullName: (id) => words.plain(directory.unit(id, day).fullName),
    place: ({ kind, id }) => (kind === "village" ? words.plain(directory.village(id).name) : unit(id)),
    line: (key) => words.plain(lineOf(checklists, key)?.text ?? key),
    cause: (id) => words.plain(causes.get(id) ?? id),
  };
}

const paragraph = (id: string, { zh, en }: Words, lead?: string): Paragraph => ({
  id,
  ...(lead === undefined ? {} : { lead }),
  zh,
  en,
  by: "draft",
});
const section = (id: string, heading: Words | null, ...paragraphs: readonly Paragraph[]): Section => ({
  id,
  heading,
  paragraphs,
});
const unlessEmpty = (made: Section): Section[] => (made.paragraphs.length > 0 ? [made] : []);

const namedIn = ({ of, names }: Parts): words.Named => ({
  issuer: names.fullName(bulletinIssuer(of.bundle)),
  plan: words.plain(of.bundle.plan.shortTitle),
  round: roundName(of.records.current.round),
  kind: of.scheme.kind,
  basis: of.scheme.basis,
  visitsFrom: of.scheme.visitsFrom,
  visitsUntil: of.scheme.visitsUntil,
  day: of.asOf.day,
  township: wordsOf(of.bundle.plan, "zh").township,
});

/** 乡镇、街道 as letters have it: 乡镇（街道）. */
const bracketed = (township: string): string => township.replace(/、(.+)$/u, "（$1）");

const rectify = ({ figures }: Parts): Paragraph[] =>
  (figures.value("findings.open") ?? 0) > 0 ? [paragraph("rectify", words.RECTIFY)] : [];

function bulletinDocument(parts: Parts): DocumentContent {
  const { names, of, problems, units, townships } = parts;
  const named = namedIn(parts);
  return {
    title: words.titleWords(named).bulletin,
    addressee: `各${bracketed(named.township)}，各有关单位`,
    sections: [
      section("opening", null, paragraph("opening", words.openingWords(named, wentOf(parts)).bulletin)),
      section(
        "overall",
        words.HEADINGS.overall,
        ...overall(parts),
        ...rankings(parts),
        paragraph("annexes", words.SEE_ANNEXES),
      ),
      ...unlessEmpty(section("goodPractice", words.HEADINGS.goodPractice, ...highlights(parts))),
      section("problems", words.HEADINGS.problems, ...problemParagraphs(parts, MOST_IN_BULLETIN)),
      section("steps", words.HEADINGS.steps, ...rectify(parts)),
    ],
    tables: [
      rankingTable("units", units, names.unit),
      rankingTable("townships", townships, names.unit),
      ...(problems.length > 0 ? [problemTable(problems, names)] : []),
    ],
    copies: [],
    reports: [names.fullName(of.bundle.roster.bodies.leadingGroup)],
  };
}

function reportDocument(parts: Parts): DocumentContent {
  const { names, of, systemic, units, townships } = parts;
  const named = namedIn(parts);
  const proposals = systemic
    .slice(0, MOST_IN_REPORT)
    .map((one) =>
      paragraph(
        `${one.line}.${one.cause}`,
        words.systemicWords(names.line(one.line), names.cause(one.cause), one.count, names.unit(one.lead)),
      ),
    );
  return {
    title: words.titleWords(named).report,
    addressee: names.fullName(of.bundle.roster.bodies.leadingGroup),
    sections: [
      section("opening", null, paragraph("opening", words.openingWords(named, wentOf(parts)).report)),
      section("overall", words.HEADINGS.overall, ...overall(parts), ...rankings(parts)),
      ...unlessEmpty(section("goodPractice", words.HEADINGS.goodPractice, ...highlights(parts))),
      section(
        "problems",
        words.HEADINGS.problems,
        ...problemParagraphs(parts, MOST_IN_REPORT, false),
        paragraph("overdue", words.OVERDUE_REPORT),
      ),
      ...unlessEmpty(section("systemic", words.HEADINGS.systemic, ...proposals)),
      section("steps", words.HEADINGS.steps, ...rectify(parts)),
      section("end", null, paragraph("end", words.REPORT_END)),
    ],
    tables: [rankingTable("units", units, names.unit), rankingTable("townships", townships, names.unit)],
    copies: [],
    reports: [],
  };
}

const wentOf = ({ figures }: Parts): words.Went[] => words.WENT_KEYS.filter((key) => (figures.value(key) ?? 0) > 0);

function overall({ of, figures }: Parts): Paragraph[] {
  const said = words.overallWords(of.asOf.day);
  const objected = figures.value("objections.all") ?? 0;
  return [
    paragraph("lines", said.lines),
    paragraph("findings", said.findings),
    ...(objected > 0 ? [paragraph("objections", said.objections)] : []),
    paragraph("burden", said.burden),
  ];
}

/** First and last of the order, where there are enough of them for the two not to meet. */
function rankings({ of, figures, townships, units, names }: Parts): Paragraph[] {
  const said = (id: string, ranked: readonly Ranked[], what: Words): Paragraph[] => {
    const judged = ranked.filter((one) => one.rank !== null);
    const most = Math.min(3, Math.floor(judged.length / 2));
    const last = judged.slice(judged.length - most);
    const first = judged.slice(0, most);
    if (most === 0 || first[0]?.rank === last.at(-1)?.rank) return [];
    const part = ({ id: one, key }: Ranked) => ({ name: names.unit(one), rate: `${key}.rate` });
    return [paragraph(id, words.rankingWords(first.map(part), last.map(part), what))];
  };
  const least = of.bundle.policy.inspections?.rankedFrom ?? 1;
  const isLeftOut = ({ rank: place, key }: Ranked): boolean => place === null && figures.value(`${key}.rate`) !== null;
  return [
    ...said("rankUnits", units, { zh: "各单位", en: "units" }),
    ...said("rankTownships", townships, { zh: "各乡镇（街道）", en: "townships" }),
    ...([...units, ...townships].some(isLeftOut) ? [paragraph("notRanked", words.notRankedWords(least))] : []),
  ];
}

/** What several places have in the same words is said once, of all of them. */
function highlights({ of, names }: Parts): Paragraph[] {
  const said = groupBy(of.records.current.lines, ({ highlight }) => highlight);
  return [...said].slice(0, MOST_HIGHLIGHTS).flatMap(([text, rows]) => {
    const [first] = rows;
    if (!first) return [];
    const places = [...new Set(rows.map(({ place }) => names.place(place)))];
    const quotation = `${words.quoted(text)}。`;
    return [paragraph(`${first.visit}.${first.line}`, { zh: quotation, en: quotation }, places.join("、"))];
  });
}

function problemParagraphs({ of, problems, names }: Parts, most: number, annexed = true): Paragraph[] {
  if (problems.length === 0) return [paragraph("none", words.NO_PROBLEMS)];
  const first = of.records.previous === null;
  return [
    ...problems.slice(0, most).map((problem) => {
      const { unit, line, cause, places } = problem;
      const said = {
        line: names.line(line),
        cause: names.cause(cause),
        places: places.map(({ place }) => names.place(place)),
        first,
      };
      return paragraph(`${unit}.${line}.${cause}`, words.problemWords(problem, said), names.unit(unit));
    }),
    ...(annexed && problems.length > most ? [paragraph("more", words.MORE_PROBLEMS)] : []),
  ];
}

/** All townships, and every unit that owes a line of the round or has a finding that stands. */
const recipientsOf = ({ records, bundle: { roster } }: DraftOf): string[] => [
  ...roster.townships.map(({ id }) => id),
  ...rankedUnits(records, roster),
];
