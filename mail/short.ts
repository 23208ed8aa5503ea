/**
 * A letter as a message: what it is, what is asked by when, its first items, where the rest is read. It names the unit it is
 * addressed to, and nobody else but whom to ask; alarms, which are about people, are only counted.
 */
import type { Language } from "../domain/language/words.js";
import { INSTRUMENTS } from "../domain/instruments/instruments.js";
import type { LetterModel, LetterRow } from "../domain/letters/letter-model.js";
import { distinctItems, isCopy } from "./compose.js";
import { worded } from "../domain/plan/words.js";
import { clean, letterForm, pageOf, planWords, TEXTS } from "./render.js";
import { isDay, shorten } from "./texts.js";

export interface ShortLetter {
  readonly title: string;
  /** The posts it is received in. */
  readonly capacities: readonly string[];
  /** Before the items: the address, what is asked by when, what it is about. */
  readonly lead: readonly string[];
  readonly items: readonly string[];
  readonly more: (items: number) => string;
  /** The office and the day. */
  readonly signature: string;
  /** What introduces the link; without one, where to look. */
  readonly link: string;
  readonly noLink: string;
  readonly open: string;
  /** All of it in two sentences, what is asked first: for text messages, which may be cut. */
  readonly gist: string;
  /** Whom to ask, at its end. Empty where the issuer names nobody. */
  readonly contact: string;
  /** Single facts, for gateways that fill a template of theirs. */
  readonly facts: ShortFacts;
}

/** Each as words; empty where the letter has none. */
export interface ShortFacts {
  /** E.g. 督办函. */
  readonly instrument: string;
  /** 发文字号. */
  readonly number: string;
  readonly plan: string;
  /** How many items, or alarms, it tells of. */
  readonly count: string;
  readonly overdue: string;
  /** The letter's day, and the earliest deadline in it. */
  readonly day: string;
  readonly deadline: string;
  readonly office: string;
}

/** Items of which a message tells; the letter has them all. */
const FIRST = 5;
/** Capacities that a message names: who holds more posts finds them in the letter. */
const MOST_CAPACITIES = 3;

/** The unit has it in hand, and is late: what it has reported, and what has ended, waits for others or for nobody. */
const isOverdue = ({ overdueWorkingDays = 0, status, facts }: LetterRow): boolean =>
  overdueWorkingDays > 0 &&
  facts.cancelled !== true &&
  !["reported", "verified", "closed", "cancelled"].includes(status);

const bare = (text: string): string => text.replaceAll(/["“”‘’]/gu, "");

/** Of an item's line what the sentences before it have not told. */
function untoldOf(line: string, said: string): string[] {
  const told = bare(said);
  const more = line.split(/，|, /u).filter((piece) => !told.includes(bare(piece).replace(/^(?:\p{L}*时限|due )/u, "")));
  return more.length === 0 ? [] : [more.join("，")];
}

export const shortLetter = (model: LetterModel, language: Language): ShortLetter =>
  worded(saidShort(model, language), planWords(model, TEXTS[language]));

function saidShort(model: LetterModel, language: Language): ShortLetter {
  const texts = TEXTS[language];
  const { short } = texts;
  const { plan, instrument: kind, planDay, documentNo, supplement, sections, issuer, addressee } = model;
  const page = pageOf(model, texts);
  const name = texts.names[letterForm(model)];
  const rows = distinctItems(sections);
  const alarms = sections.reduce((sum, section) => sum + (section.alarms?.length ?? 0), 0);
  const mark = plan.rehearsal ? texts.rehearsalMark : "";
  const title = `${mark}${short.title({ name, copy: isCopy(model), documentNo, shortTitle: plan.shortTitle, supplement })}`;
  const overdue = rows.filter(isOverdue).length;
  const opening = page.sections.flatMap(({ paragraphs }) => paragraphs)[0]?.text ?? "";
  const some = overdue > 0 && overdue < rows.length ? short.overdue(overdue) : "";
  const told = alarms > 0 ? [short.countAlarms(alarms)] : [page.ask, `${opening}${some}`].filter((text) => text !== "");
  // The one item of a letter stands in its sentences, and is no list.
  const only =
    rows.length === 1 && bare(told.join("")).includes(bare(rows[0]?.milestoneTitle ?? "")) ? rows[0] : undefined;
  // What has ended is due no more.
  const [earliest] = INSTRUMENTS[kind].settles
    ? []
    : rows
        .map(({ deadline }) => deadline)
        .filter(isDay)
        .sort();
  const capacities = sections
    .slice(0, MOST_CAPACITIES)
    .map(({ capacity: { unitName, postTitle } }) =>
      clean(`${unitName ?? ""}${unitName && language === "en" ? ", " : ""}${postTitle}`),
    );
  return {
    title: clean(title),
    capacities,
    lead: [
      ...(plan.rehearsal ? [texts.rehearsalNote] : []),
      ...(plan.sampleData ? [texts.sampleNote] : []),
      // A leader is not named where others may look on.
      ...(addressee.kind === "leader" || alarms > 0 ? [] : [page.salutation]),
      ...told,
      ...(only === undefined ? [] : untoldOf(short.item(only, planDay), told.join(""))),
    ].map(clean),
    items: only === undefined ? rows.map((row) => clean(short.item(row, planDay))) : [],
    more: (left) => short.more(left),
    signature: clean(`${page.signature} ${texts.date(planDay)}`),
    link: short.link,
    noLink: short.noLink,
    open: short.open,
    gist: clean(
      `${mark}${alarms > 0 || addressee.kind === "leader" ? `${name}${texts.colon}` : short.to(addressee.name)}${told.join(texts.gap)}`,
    ),
    contact: page.contact,
    facts: {
      instrument: clean(`${mark}${name}`),
      number: clean(documentNo ?? ""),
      plan: clean(plan.shortTitle),
      count: String(alarms > 0 ? alarms : rows.length),
      overdue: String(overdue),
      day: texts.date(planDay),
      deadline: earliest === undefined ? "" : texts.date(earliest),
      office: clean(alarms > 0 ? texts.system : issuer.name),
    },
  };
}

export const bytesOf = (text: string): number => Buffer.byteLength(text);
export const charactersOf = (text: string): number => Array.from(text).length;

/** Cut to so many bytes of UTF-8, whole characters, with a mark where something is missing. */
export function cutBytes(text: string, most: number): string {
  if (bytesOf(text) <= most) return text;
  let cut = "";
  for (const character of text) {
    if (bytesOf(`${cut}${character}…`) > most) break;
    cut += character;
  }
  return `${cut}…`;
}

/**
 * Lead, as many of the first items as there is room for, how many more there are, and `tail`, which always stays: within
 * `most` bytes as `size` counts them.
 */
export function fitted(
  { lead, items, more }: ShortLetter,
  tail: readonly string[],
  most: number,
  size: (text: string) => number = bytesOf,
): string {
  for (let told = Math.min(items.length, FIRST); told >= 0; told--) {
    const numbered = items.slice(0, told).map((item, at) => `${at + 1}. ${item}`);
    const rest = items.length > told ? [more(items.length - told)] : [];
    const text = [...lead, ...numbered, ...rest, ...tail].join("\n");
    if (size(text) <= most) return text;
  }
  const end = tail.join("\n");
  return `${cutBytes(lead.join("\n"), Math.max(most - size(`\n${end}`), 0))}\n${end}`;
}

/** A text that somebody copies into a chat: to whom, what, and where the rest is. */
export function copyText(model: LetterModel, language: Language, link: string | null): string {
  const short = shortLetter(model, language);
  const where = link === null ? short.noLink : `${short.link}${link}`;
  const { kind } = model.addressee;
  // Who copies it sends it to one person: here a leader is addressed.
  const salutation = kind === "leader" ? [clean(TEXTS[language].salutation(model))] : [];
  return [short.title, ...salutation, fitted(short, [where, short.signature], 4_000)].join("\n");
}

/** Less than this of what it is about, and a text message says nothing (characters). */
const LEAST_GIST = 24;
/** With less than this left for what it is about, whom to ask is left out. */
const LEAST_WITH_CONTACT = 48;

export interface TextLimits {
  readonly sign: string | null;
  readonly parts: number;
  readonly link: string | null;
  /** Characters that it may have, where a gateway takes it as a parameter: instead of what its parts hold. */
  readonly most?: number;
}

/** A text message of so many parts: 70 characters alone, 67 each where there are several. The signature counts. */
export function textMessage(model: LetterModel, language: Language, { sign, parts, link, most }: TextLimits): string {
  const { gist, contact, noLink, link: before } = shortLetter(model, language);
  const mark = sign === null ? "" : `【${sign}】`;
  const room = (most ?? (parts === 1 ? 70 : parts * 67)) - charactersOf(mark);
  // An address that is cut leads nowhere: it is there whole or not at all.
  const whole = link === null ? noLink : `${before}${link}`;
  const [end] = [whole, link ?? "", noLink].filter((text) => text !== "" && charactersOf(text) <= room - LEAST_GIST);
  const left = room - charactersOf(end ?? "");
  const asked = left - charactersOf(contact) >= LEAST_WITH_CONTACT ? contact : "";
  return `${mark}${shorten(gist, left - charactersOf(asked))}${asked}${end ?? ""}`;
}
