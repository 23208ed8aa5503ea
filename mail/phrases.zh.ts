/** Turns of phrase of Chinese letters, made of a part's rows. */
import { DAY_OF_YEAR_IN, dayZh } from "../domain/language/dates.js";
import type { RungInstrument } from "../domain/instruments/instruments.js";
import { type KnownFacts, knownFacts } from "../domain/letters/facts.js";
import type { LetterModel, LetterRow } from "../domain/letters/letter-model.js";
import type { PlanDate } from "../domain/plan/plan.js";
import { common, distinct, type Part, replyDays, scopeOf } from "./compose.js";
import { isDay, shorten } from "./texts.js";

/** A day in a letter of `today`: the year is said where it is another. */
export const dayInZh = (day: PlanDate, today: PlanDate): string =>
  day.slice(0, 4) === today.slice(0, 4) ? DAY_OF_YEAR_IN.zh(day) : dayZh(day);

export const byZh = (day: PlanDate, today: PlanDate): string => `${dayInZh(day, today)}（含当日）前`;

/** Words of others, as a quotation in one sentence. */
export const quotedZh = (text: string, most = 80): string =>
  `“${shorten(text.trim().replace(/[。；，\s]+$/u, ""), most)
    .replaceAll("“", "‘")
    .replaceAll("”", "’")}”`;

/** Names in a list: all of up to `most`, else the first ones and how many. */
export const namedZh = (names: readonly string[], most: number, counted: string): string =>
  names.length <= most ? names.join("、") : `${names.slice(0, most).join("、")}等${names.length}${counted}`;

const COUNTED = { village: "个村", township: "个{{township}}", county: "项" } as const;

/**
 * What rows are about: a matter with its place, with how many, or the first of many. `owned`: the sentence has named who owes it
 * before, so that a township is not named twice.
 */
export function whatZh(rows: readonly LetterRow[], owned = false): string {
  const titles = distinct(rows, ({ milestoneTitle }) => milestoneTitle);
  if (titles.length > 2) return `“${titleZh(titles[0] ?? "", 30)}”等${rows.length}项事项`;
  return titles
    .map((title) => {
      const own = rows.filter(({ milestoneTitle }) => milestoneTitle === title);
      const [first] = own;
      const name = `“${titleZh(title, 40)}”`;
      if (first === undefined || scopeOf(first) === "county") return name;
      if (owned && own.length === 1 && scopeOf(first) === "township" && first.township === first.primaryUnitName)
        return name;
      return own.length === 1
        ? `${first.village ?? first.township}${name}`
        : `${name}（${own.length}${COUNTED[scopeOf(first)]}）`;
    })
    .join("、");
}

const titleZh = (title: string, most: number): string => shorten(title, most).replaceAll("“", "‘").replaceAll("”", "’");

/** How late rows are: empty where none is. */
export function lateZh(rows: readonly LetterRow[]): string {
  const days = rows.map(({ overdueWorkingDays = 0 }) => overdueWorkingDays);
  const most = Math.max(0, ...days);
  if (most === 0) return "";
  return days.every((count) => count === most) ? `已逾期${most}个工作日` : `最长已逾期${most}个工作日`;
}

/** The deadlines of rows: one, or the first and the last. */
export function deadlinesZh(rows: readonly LetterRow[], today: PlanDate): string {
  const days = distinct(rows, ({ deadline }) => (isDay(deadline) ? deadline : undefined)).toSorted();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return "";
  return first === last ? dayInZh(first, today) : `${dayInZh(first, today)}至${dayInZh(last, today)}`;
}

/** How many items fall due when, where there are several dates. */
export function byDatesZh(rows: readonly LetterRow[], today: PlanDate): string {
  const counts = new Map<PlanDate, number>();
  for (const { deadline } of rows) if (isDay(deadline)) counts.set(deadline, (counts.get(deadline) ?? 0) + 1);
  if (counts.size < 2) return "";
  const said = [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const shown = said.slice(0, 4).map(([day, count]) => `${dayInZh(day, today)}${count}项`);
  const rest = said.slice(4).reduce((sum, [, count]) => sum + count, 0);
  return `按时限分：${[...shown, ...(rest > 0 ? [`此后${rest}项`] : [])].join("、")}。`;
}

/** The units that owe rows. */
export const ownersZh = (rows: readonly LetterRow[]): string => {
  const units = distinct(rows, ({ primaryUnitName }) => (primaryUnitName === "" ? undefined : primaryUnitName));
  return units.length === 0 ? "承办单位" : namedZh(units, 3, "个承办单位");
};

/** Units' heads, by name where one holds the post: 区民政局主要负责同志张某. */
export function headsZh(rows: readonly LetterRow[]): string {
  const heads = distinct(rows, ({ primaryUnitName, headName }) =>
    primaryUnitName === "" ? undefined : `${primaryUnitName}主要负责同志${headName ?? ""}`,
  );
  return heads.length === 0 ? "承办单位主要负责同志" : namedZh(heads, 6, "人");
}

/** What was done, as a deed rather than by its paper. */
const DEEDS: Readonly<Record<RungInstrument, string>> = {
  reminder: "提醒",
  urge: "催办",
  supervise: "督办",
  escalate: "呈阅",
  summonsTalk: "建议约谈",
};

/** What was done about an item, with days; empty where nothing was. `letterToo`: the 督办函 as well. */
export function doneZh({ done = [], facts }: LetterRow, today: PlanDate, letterToo = true): string {
  const { supervisedNo, supervisedOn } = knownFacts(facts);
  let said = "";
  for (const { instrument, times, last } of done) {
    if (instrument === "supervise" && !letterToo) continue;
    const day = dayInZh(last, today);
    const deed =
      instrument === "supervise" && supervisedNo !== undefined
        ? `${dayInZh(supervisedOn ?? last, today)}以${supervisedNo}督办`
        : times === 1
          ? `${day}${DEEDS[instrument]}`
          : `${DEEDS[instrument]}${times}次（最近一次${day}）`;
    said += said === "" ? deed : `，${deed}`;
  }
  return said;
}

/** What the unit itself said: its answer with cause, measures and promise, else its last report; empty where it said nothing. */
export function unitWordsZh({ primaryUnitName: unit, facts }: LetterRow, today: PlanDate, own = false): string {
  const {
    cause,
    measures,
    promised,
    responsible,
    lastWords,
    lastWordsOn,
    causeOn = lastWordsOn,
    progress,
    lastReturnedOn,
    lastReturnedReason,
  } = knownFacts(facts);
  const who = own ? "你单位" : unit;
  const returned =
    lastReturnedOn === undefined
      ? ""
      : `，${dayInZh(lastReturnedOn, today)}核查退办${lastReturnedReason === undefined ? "" : `，退办意见：${quotedZh(lastReturnedReason)}`}`;
  if (cause !== undefined) {
    const more = [
      ...(measures === undefined ? [] : [`采取的措施：${quotedZh(measures, 60)}`]),
      ...(promised === undefined ? [] : [`承诺${dayInZh(promised, today)}前办结${promised < today ? "，未兑现" : ""}`]),
      ...(responsible === undefined ? [] : [`责任人：${responsible}`]),
    ];
    return `${who}${causeOn === undefined ? "" : dayInZh(causeOn, today)}说明的原因：${quotedZh(cause)}${more.map((part) => `；${part}`).join("")}。`;
  }
  if (lastWords === undefined) return (progress ?? 0) === 0 ? "" : `${who}报告进展${progress}%。`;
  return `${who}${lastWordsOn === undefined ? "" : dayInZh(lastWordsOn, today)}报告${progress === undefined ? "" : `进展${progress}%`}：${quotedZh(lastWords)}${returned}。`;
}

/** What was done about an item before a talk is proposed, the 督办函 with its delivery, and what the unit answered or reported. */
export function answeredZh(row: LetterRow, today: PlanDate): string {
  const { supervisedNo: no, supervisedOn: on, deliveredOn: delivered, answered } = knownFacts(row.facts);
  const done = doneZh(row, today, on === undefined);
  // Of a letter that isn't known to have been delivered nothing is said about its answer.
  const answer =
    delivered === undefined
      ? ""
      : answered === "none"
        ? "，未按要求答复"
        : answered === "returned"
          ? "，答复经审核退回"
          : "";
  const letter =
    on === undefined
      ? ""
      : `督办函${no === undefined ? "" : `（${no}）`}已于${dayInZh(delivered ?? on, today)}${delivered === undefined ? "签发" : "送达"}${answer}。`;
  return `${done === "" ? "" : `${done}。`}${letter}${unitWordsZh(row, today)}`;
}

/** The same of several rows: each unit's words once, three at most. */
export function wordsOfZh(rows: readonly LetterRow[], today: PlanDate, own = false): string {
  const said = distinct(rows, (row) => unitWordsZh(row, today, own) || undefined).map((words) => {
    const count = rows.filter((row) => unitWordsZh(row, today, own) === words).length;
    return count === rows.length ? words : `其中${count}项，${words}`;
  });
  return said.length <= 3 ? said.join("") : `${said.slice(0, 2).join("")}其余见附件。`;
}

/** Whose move it is, as a letter's reader needs to know it. */
export function waitsZh({ waitsFor, status, matter }: LetterRow): string {
  if (waitsFor === undefined || waitsFor === "") return "";
  if (matter === "extension") return `延期申请由${waitsFor}审定`;
  if (matter === "instruction") return `批示由${waitsFor}办理，尚未反馈`;
  const said: Readonly<Record<string, string>> = {
    registered: "尚未交办",
    assigned: `${waitsFor}尚未签收`,
    reported: `已反馈办结，由${waitsFor}核查`,
    verified: `已核查，由${waitsFor}审核销号`,
    closed: "已销号",
    cancelled: "已撤销",
  };
  return said[status] ?? `由${waitsFor}办理`;
}

/** Everything a sentence about a part is made of. */
export class PartZh {
  readonly rows: readonly LetterRow[];
  readonly today: PlanDate;
  /** Days by which the recipient is asked to act. */
  private readonly days: readonly PlanDate[];

  constructor(
    readonly part: Part,
    readonly model: LetterModel,
  ) {
    this.rows = part.rows;
    this.today = model.planDay;
    this.days = replyDays(part.rows, model);
  }

  day(day: PlanDate): string {
    return dayInZh(day, this.today);
  }

  /** 请于……前做。Of several days the first is said, without one only what is asked. */
  ask(act: string, days: readonly PlanDate[] = this.days): string {
    const [first, second] = days;
    if (first === undefined) return `请${act}。`;
    return second === undefined
      ? `请于${byZh(first, this.today)}${act}。`
      : `请于各事项的时限前${act}，最早的为${this.day(first)}（含当日）。`;
  }

  /** Asked by the deadlines themselves, where none of them is past. */
  askByDeadline(act: string): string {
    const days = distinct(this.rows, ({ deadline }) => (isDay(deadline) ? deadline : undefined)).toSorted();
    return this.ask(act, days.every((day) => day >= this.today) ? days : []);
  }

  get what(): string {
    return whatZh(this.rows);
  }

  get late(): string {
    return lateZh(this.rows);
  }

  get deadlines(): string {
    return deadlinesZh(this.rows, this.today);
  }

  /** The deadlines that hold from now on; of several only the first, the others stand in the list. */
  get newDeadlines(): string {
    const [first, second] = distinct(this.rows, ({ deadline }) => (isDay(deadline) ? deadline : undefined)).toSorted();
    if (first === undefined) return "";
    return second === undefined ? `，时限为${this.day(first)}` : `，时限见清单，最早的为${this.day(first)}`;
  }

  get owners(): string {
    return ownersZh(this.rows);
  }

  /** Whose it is, after the one who reads: 你单位 where it is the reader's own. */
  get owner(): string {
    return this.part.stance !== "leader" && this.isOwn ? "你单位" : this.owners;
  }

  /** What it is, after a word that says whose. */
  get owned(): string {
    return whatZh(this.rows, true);
  }

  /** Whether the reader's own unit owes all of it. */
  private get isOwn(): boolean {
    return this.rows.every(({ primaryUnitName }) => primaryUnitName === unitNameOf(this.part));
  }

  /** The matter with whose it is: 你单位承办的“……”, 区民政局承办的“……”, 您包抓的“……”. */
  get subject(): string {
    const { stance, capacity, matter } = this.part;
    const { owned } = this;
    if (stance === "leader") {
      // Passed one up, it is another leader's.
      if (capacity.upFrom !== undefined) return `${this.owners}承办的${owned}`;
      if (capacity.as === "villageCountyLeader" && this.rows.length === 1)
        return `您{{pairing}}的${this.what}（${this.owners}承办）`;
      const whose: Partial<Record<string, string>> = {
        villageCountyLeader: `您{{pairing}}的村由`,
        leaderInCharge: "您分管的",
      };
      return `${whose[capacity.as ?? ""] ?? ""}${this.owners}承办的${owned}`;
    }
    return `${this.isOwn && matter !== "verification" ? "你单位" : this.owners}承办的${owned}`;
  }

  /** A fact that all rows share. */
  fact<F extends keyof KnownFacts>(name: F): KnownFacts[F] | undefined {
    return common(this.rows, ({ facts }) => knownFacts(facts)[name]);
  }

  /** A day that all rows share, in words. */
  factDay(name: "appliedOn" | "reportedOn" | "since" | "until" | "promised" | "instructionOn"): string {
    const day = this.fact(name);
    return day === undefined ? "" : this.day(day);
  }
}

const unitNameOf = ({ capacity: { fallbackFor, unitName } }: Part): string | undefined =>
  fallbackFor !== undefined && "title" in fallbackFor ? (fallbackFor.unit ?? unitName) : unitName;
