/** What an event of somebody's calendar says. */
import { LIGHT_WORDS } from "../../domain/items/light-words.js";
import { statusWords } from "../../domain/items/words.js";
import { dateZh } from "../../mail/words.zh.js";
import type { CalendarDate, DateKind } from "./dates.js";
import type { PlanView } from "../views/plan-view.js";
import type { Language } from "../http/problem.js";
import type { Words } from "../http/schema-parts.js";
import { lightWords } from "../lights/words.js";

/** What is to be done by the day, where that is not the item itself. */
const KINDS: Readonly<Record<DateKind, Words>> = {
  deadline: { zh: "督办", en: "Due" },
  support: { zh: "督办·协办", en: "Support due" },
  check: { zh: "督办·核查", en: "Verify" },
  closeOut: { zh: "督办·销号", en: "Close" },
  extension: { zh: "督办·延期审核", en: "Extension" },
  reply: { zh: "督办·反馈批示", en: "Reply to instruction" },
  sign: { zh: "督办·文书签发", en: "Sign" },
};

export const REHEARSAL_MARK: Words = { zh: "【推演】", en: "[Rehearsal] " };

/** The calendar's own name, as its reader's list of calendars shows it. */
export const calendarName = (person: string): Words => ({
  zh: `督办时限（${person}）`,
  en: `duban deadlines (${person})`,
});

function titleOf({ state }: CalendarDate, { names }: PlanView): string {
  const title = names.milestone(state.milestone)?.title ?? state.id;
  const place =
    state.village !== null
      ? names.village(state.village).name
      : state.township !== null
        ? names.township(state.township).name
        : null;
  return place === null ? title : `${title} · ${place}`;
}

/** 【督办】事项 · 村 */
export function summaryOf(date: CalendarDate, plan: PlanView, lang: Language): string {
  const mark = plan.head.mode === "live" ? "" : REHEARSAL_MARK[lang];
  const kind = KINDS[date.kind][lang];
  const title = titleOf(date, plan);
  return lang === "zh" ? `${mark}【${kind}】${title}` : `${mark}${kind}: ${title}`;
}

/** How the item stands, line by line, and where to read on. */
export function descriptionOf(date: CalendarDate, url: string, plan: PlanView, lang: Language): string {
  const { state, lit } = date;
  const { names, today } = plan;
  const { status, deadline, originalDeadline, suspendedSince, suspendedUntil } = state;
  const suspended = suspendedSince !== null;
  const unit = names.unit(state.primaryUnit, today).name;
  const { light } = lit.reason;
  const why = lightWords({
    reason: lit.reason,
    endedOn: null,
    suspendedUntil,
    stuck: suspended ? { step: "resume", unit, since: suspendedSince, workingDays: 0 } : null,
  });
  const moved = originalDeadline !== deadline;
  if (lang === "zh")
    return [
      `时限：${dateZh(deadline)}${moved ? `（原时限：${dateZh(originalDeadline)}）` : ""}`,
      `主办单位：${unit}`,
      `办理阶段：${statusWords(status).zh}${suspended ? "（暂缓中）" : ""}`,
      `亮灯：${LIGHT_WORDS[light].zh}。${why.zh}`,
      `方案：${plan.bundle.plan.title}`,
      url,
    ].join("\n");
  return [
    `Deadline: ${deadline}${moved ? ` (originally ${originalDeadline})` : ""}`,
    `Primary unit: ${unit}`,
    `Stage: ${statusWords(status).en}${suspended ? " (suspended)" : ""}`,
    `Light: ${LIGHT_WORDS[light].en}. ${why.en}`,
    `Plan: ${plan.bundle.plan.title}`,
    url,
  ].join("\n");
}
