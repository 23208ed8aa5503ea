/** A row of the worklist: how an item stood at the end of a day, by the names of that day, and what its ledger says of it. */
import { ALL_TOWNSHIPS } from "../plan/roster.js";
import type { LightReason, StatusLight } from "../items/light.js";
import { type ItemStatus, isSuspended } from "../items/work-item.js";
import { statusWords } from "../items/words.js";
import type { Words } from "../language/words.js";
import { DAY_OF_YEAR_IN, dayEn, dayZh } from "../language/dates.js";
import { INSTRUMENT_NAMES_EN } from "../instruments/names.en.js";
import { INSTRUMENT_NAMES_ZH } from "../instruments/names.zh.js";
import type { Directory, Named } from "../people/directory.js";
import { coLeadsOf } from "../plan/co-leads.js";
import { valueOn } from "../plan/dated.js";
import { dateAt } from "../plan/plan-date.js";
import type { PlanDate, Scope } from "../plan/plan.js";
import { wordsOf } from "../plan/words.js";
import type { Stood, WorklistChange } from "./changes.js";
import type { Pressed, Said, WorklistFacts } from "./facts.js";

/** What the row needs of an item as it stood. */
export interface StandingOfItem {
  readonly id: string;
  readonly task: number;
  readonly milestone: string;
  readonly scope: Scope;
  readonly village: string | null;
  readonly township: string | null;
  readonly primaryUnit: string;
  readonly status: ItemStatus;
  readonly suspendedSince: PlanDate | null;
  readonly deadline: PlanDate;
  readonly originalDeadline: PlanDate;
  readonly percent: number;
  readonly returns: number;
  readonly closedAt: number | null;
}

/** Null and absent: the ledger holds nothing of it, which is another thing than 0. */
export interface WorklistRow {
  readonly id: string;
  readonly group: string;
  readonly task: number;
  readonly taskTitle: string;
  readonly title: string;
  readonly scope: Scope;
  readonly township: Named | null;
  readonly village: Named | null;
  readonly primaryUnit: Named;
  readonly coLeads: readonly string[];
  readonly responsible: readonly string[];
  readonly leaderInCharge: string | null;
  readonly head: string | null;
  readonly said: Said | null;
  readonly deadline: PlanDate;
  readonly originalDeadline: PlanDate;
  readonly scheduled: number | null;
  readonly percent: number | null;
  readonly light: StatusLight;
  readonly status: ItemStatus;
  readonly suspended: boolean;
  readonly standing: Words;
  readonly nextStep: Words | null;
  readonly pressed: Words | null;
  readonly instructions: Words | null;
  readonly countyLeader: string | null;
  readonly departmentHead: string | null;
  readonly helpingUnit: string | null;
  readonly evidence: number;
  readonly returns: number;
  readonly closedOn: PlanDate | null;
  /** Since the day that was asked for; null: none was. */
  readonly changes: readonly WorklistChange[] | null;
}

export const stoodOf = (item: StandingOfItem, { light }: Pick<LightReason, "light">): Stood => ({
  status: item.status,
  suspended: isSuspended(item),
  light,
  percent: item.percent,
  deadline: item.deadline,
  primaryUnit: item.primaryUnit,
  returns: item.returns,
});

/** Who holds a post on a day, by name; null while it is vacant. */
const holderName = (names: Directory, post: string | undefined, day: PlanDate): string | null =>
  post === undefined ? null : (names.holder(post, day).person?.name ?? null);

function unitsOf(item: StandingOfItem, names: Directory, day: PlanDate) {
  const { plan } = names.bundle;
  const called = (id: string): string => names.unitRef(id, day).name;
  const place = item.township === null ? wordsOf(plan, "zh").township : names.township(item.township).name;
  const responsible = (names.task(item.task)?.responsibleUnits ?? []).map((id) =>
    id === ALL_TOWNSHIPS ? (item.township === null ? `各${place}` : place) : called(id),
  );
  return {
    coLeads: (coLeadsOf(plan)[item.milestone] ?? []).filter((id) => id !== item.primaryUnit).map(called),
    responsible: [...new Set(responsible)],
  };
}

function seatsOf(item: StandingOfItem, names: Directory, day: PlanDate) {
  const village = item.village === null ? undefined : names.villages.get(item.village);
  const paired = village && valueOn(village.pairing, day);
  return {
    countyLeader: holderName(names, paired?.countyLeader, day),
    departmentHead: holderName(names, paired?.departmentHead, day),
    helpingUnit: paired ? names.unitRef(paired.helpingUnit, day).name : null,
  };
}

/** 办理中，逾期8个工作日. */
function standingWords(item: StandingOfItem, { rule, workingDaysOverdue: late }: LightReason): Words {
  const suspended = isSuspended(item) && item.closedAt === null;
  const { zh, en } = suspended ? { zh: "暂缓", en: "suspended" } : statusWords(item.status);
  if (rule === "overdue") return { zh: `${zh}，逾期${late}个工作日`, en: `${en}, ${late} working days overdue` };
  if (rule === "dueSoon") return { zh: `${zh}，临近时限`, en: `${en}, due soon` };
  if (rule === "behindSchedule") return { zh: `${zh}，落后于序时进度`, en: `${en}, behind schedule` };
  if (rule === "pastDeadline") return { zh: `${zh}，时限已过`, en: `${en}, past the deadline` };
  return { zh, en };
}

const CALL: Words = { zh: "电话催办", en: "telephoned" };
const calledZh = (instrument: Pressed["instrument"]): string =>
  instrument === "call" ? CALL.zh : INSTRUMENT_NAMES_ZH[instrument];
const calledEn = (instrument: Pressed["instrument"]): string =>
  instrument === "call" ? CALL.en : INSTRUMENT_NAMES_EN[instrument];

/** 提醒2次（最近5月24日），督办函1次（农办督函〔2021〕3号，6月8日）; the year where it isn't the day's own. */
function pressedWords(pressed: readonly Pressed[], day: PlanDate): Words | null {
  if (pressed.length === 0) return null;
  const when = (language: "zh" | "en", { last, times, no }: Pressed): string => {
    const on =
      last.slice(0, 4) === day.slice(0, 4)
        ? DAY_OF_YEAR_IN[language](last)
        : language === "zh"
          ? dayZh(last)
          : dayEn(last);
    const dated = times > 1 ? (language === "zh" ? `最近${on}` : `last ${on}`) : on;
    return no === undefined ? dated : `${no}${language === "zh" ? "，" : ", "}${dated}`;
  };
  return {
    zh: pressed.map((one) => `${calledZh(one.instrument)}${one.times}次（${when("zh", one)}）`).join("；"),
    en: pressed.map((one) => `${calledEn(one.instrument)} ${one.times}× (${when("en", one)})`).join("; "),
  };
}

function instructionWords({ instructions }: WorklistFacts, names: Directory): Words | null {
  if (instructions.length === 0) return null;
  const by = (post: string, on: PlanDate): string => holderName(names, post, on) ?? names.post(post, on).title;
  return {
    zh: instructions.map(({ post, on, text }) => `${dayZh(on)}${by(post, on)}批示：${text}`).join("\n"),
    en: instructions.map(({ post, on, text }) => `${dayEn(on)}, ${by(post, on)}: ${text}`).join("\n"),
  };
}

/** What the unit says comes next: in its own words, else the day that it promised. */
function nextStepOf(said: Said | null): Words | null {
  if (said?.nextStep !== undefined) return { zh: said.nextStep, en: said.nextStep };
  if (said?.promised === undefined) return null;
  return { zh: `承诺于${dayZh(said.promised)}前办结`, en: `promised by ${dayEn(said.promised)}` };
}

/** The row of an item at the end of `day`, by the roster as it was then. */
export function worklistRow(
  { item, reason }: { readonly item: StandingOfItem; readonly reason: LightReason },
  facts: WorklistFacts,
  names: Directory,
  day: PlanDate,
  changes: readonly WorklistChange[] | null,
): WorklistRow {
  const { plan } = names.bundle;
  const task = names.task(item.task);
  const unit = names.units.get(item.primaryUnit);
  const begun = item.status !== "registered";
  return {
    id: item.id,
    group: plan.groups.find(({ id }) => id === task?.group)?.title ?? "",
    task: item.task,
    taskTitle: task?.title ?? "",
    title: names.milestoneTitle(item.milestone),
    scope: item.scope,
    township: item.township === null ? null : names.township(item.township),
    village: item.village === null ? null : names.village(item.village),
    primaryUnit: names.unitRef(item.primaryUnit, day),
    ...unitsOf(item, names, day),
    leaderInCharge: holderName(names, unit && valueOn(unit.leaderInCharge, day), day),
    head: holderName(names, unit?.head, day),
    said: facts.said,
    deadline: item.deadline,
    originalDeadline: item.originalDeadline,
    // What has not begun owes no progress yet.
    scheduled: begun ? reason.scheduledPercent : null,
    percent: facts.measured || reason.figures?.done != null || item.status === "closed" ? item.percent : null,
    light: reason.light,
    status: item.status,
    suspended: isSuspended(item) && item.closedAt === null,
    standing: standingWords(item, reason),
    nextStep: nextStepOf(facts.said),
    pressed: pressedWords(facts.pressed, day),
    instructions: instructionWords(facts, names),
    ...seatsOf(item, names, day),
    evidence: facts.evidence,
    returns: item.returns,
    closedOn: item.closedAt === null ? null : dateAt(item.closedAt, plan.timeZone.offsetMinutes),
    changes,
  };
}
