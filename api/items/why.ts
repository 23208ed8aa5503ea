/** Why an item's light is what it is, told whole: the clause, the dates, the steps that were missed and by how many working days. */
import { CalendarYearMissing, type WorkingCalendar } from "../../domain/plan/calendar.js";
import type { LightReason } from "../../domain/items/light.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { Policy } from "../../domain/plan/policy.js";
import type { ItemState } from "../../domain/items/work-item.js";
import { dayAfter, dayEn, dayZh } from "../../domain/language/dates.js";
import type { Step } from "../../domain/story/fold.js";
import type { Words } from "../http/schema-parts.js";

export type MissedStep = "signFor" | "report" | "verify" | "replyToInstruction";

/** A step that was not done by its day; `doneOn`: late, or not at all by the day that is looked at. */
export interface Missed {
  readonly step: MissedStep;
  readonly dueOn: PlanDate;
  readonly doneOn: PlanDate | null;
  /** Working days from the day it was due to when it was done, or to the day that is looked at. */
  readonly workingDaysLate: number;
}

/** The day of the first step of a type from a place on. */
const dayOf = (steps: readonly Step[], type: string, from = 0): PlanDate | null =>
  steps.slice(from).find(({ row }) => row.type === type)?.day ?? null;

/** The first rung of a ladder presses once its working days are over: up to it the step was in time. */
const allowed = (policy: Policy, ladder: "signFor" | "verification"): number => policy.ladders[ladder][0]?.offset ?? 0;

/** So many working days later; null where the calendar ends before: nothing is late by a day that no calendar has. */
function after(day: PlanDate, days: number, calendar: WorkingCalendar): PlanDate | null {
  try {
    return calendar.addWorkingDays(day, days);
  } catch (error) {
    if (error instanceof CalendarYearMissing) return null;
    throw error;
  }
}

/** What was missed by the end of a day, in the order of an item's life. */
export function missedSteps(steps: readonly Step[], on: PlanDate, calendar: WorkingCalendar, policy: Policy): Missed[] {
  const item = steps.at(-1)?.after;
  if (!item) return [];
  const missed: Missed[] = [];
  const add = (step: MissedStep, dueOn: PlanDate, doneOn: PlanDate | null): void => {
    const until = doneOn ?? on;
    if (until <= dueOn) return;
    missed.push({ step, dueOn, doneOn, workingDaysLate: calendar.workingDaysBetween(dueOn, until) });
  };
  const given = steps.findLastIndex(({ row }) => ["assigned", "reassigned", "handedOver"].includes(row.type));
  if (given >= 0) {
    const due = after(steps[given]?.day ?? on, allowed(policy, "signFor"), calendar);
    if (due !== null) add("signFor", due, dayOf(steps, "signedFor", given));
  }
  if (item.status !== "cancelled") add("report", item.deadline, lastReport(steps));
  const reported = steps.findLastIndex(({ row }) => row.type === "reported");
  if (reported >= 0) {
    const due = after(steps[reported]?.day ?? on, allowed(policy, "verification"), calendar);
    if (due !== null) add("verify", due, dayOf(steps, "verified", reported) ?? dayOf(steps, "returned", reported));
  }
  for (const { replied, replyBy } of item.instructions) if (!replied) add("replyToInstruction", replyBy, null);
  return missed;
}

/** A report that was returned is none. */
function lastReport(steps: readonly Step[]): PlanDate | null {
  const last = steps.findLast(({ row }) => row.type === "reported" || row.type === "returned");
  return last?.row.type === "reported" ? last.day : null;
}

const STEPS: Readonly<Record<MissedStep, Words>> = {
  signFor: { zh: "签收", en: "signing for it" },
  report: { zh: "反馈办结", en: "reporting completion" },
  verify: { zh: "核查", en: "verifying it" },
  replyToInstruction: { zh: "反馈批示办理情况", en: "answering an instruction" },
};

function missedWords({ step, dueOn, doneOn, workingDaysLate }: Missed): Words {
  const { zh, en } = STEPS[step];
  const days = `${workingDaysLate} working day${workingDaysLate === 1 ? "" : "s"}`;
  return doneOn === null
    ? {
        zh: `应于${dayZh(dueOn)}前${zh}，至今未办，已超${workingDaysLate}个工作日`,
        en: `${en} was due by ${dayEn(dueOn)} and is not done, ${days} late`,
      }
    : {
        zh: `应于${dayZh(dueOn)}前${zh}，实际于${dayAfter("zh", doneOn, dueOn)}办理，迟${workingDaysLate}个工作日`,
        en: `${en} was due by ${dayEn(dueOn)} and was done on ${dayEn(doneOn)}, ${days} late`,
      };
}

/** What a computed percentage was computed from. */
function figureWords({
  figures,
  percent,
  scheduledPercent,
}: Pick<LightReason, "figures" | "percent" | "scheduledPercent">): Words {
  if (figures === null) return { zh: "", en: "" };
  const { done, total, target } = figures;
  if (total === null)
    return {
      zh: `该事项须完成${target}%，总任务量尚未核定。`,
      en: ` ${target} % is to be done; the total is not fixed yet.`,
    };
  return {
    zh: `总任务量${total}，已完成${done ?? 0}，完成率${percent}%（目标${target}%，序时进度${scheduledPercent}%）。`,
    en: ` ${done ?? 0} of ${total} done: ${percent} % (${target} % to be reached, ${scheduledPercent} % scheduled).`,
  };
}

/** The whole of it as text; `sentence`: the light's own (lights.ts). */
export function whyWords(
  item: Pick<ItemState, "deadline" | "originalDeadline" | "percent">,
  milestone:
    | { readonly clause: string; readonly title: string; readonly reading: { readonly text: string } }
    | undefined,
  missed: readonly Missed[],
  sentence: Words,
  reason: Pick<LightReason, "figures" | "percent" | "scheduledPercent">,
): Words {
  const { deadline, originalDeadline } = item;
  const moved = deadline !== originalDeadline;
  const said = missed.map(missedWords);
  const clause = milestone
    ? {
        zh: `依据方案${milestone.clause}：“${milestone.title}”，${milestone.reading.text}，时限${dayZh(deadline)}${moved ? `（原时限${dayZh(originalDeadline)}）` : ""}。`,
        en: `Clause ${milestone.clause} of the plan: “${milestone.title}”, ${milestone.reading.text}, due ${dayEn(deadline)}${moved ? ` (originally ${dayEn(originalDeadline)})` : ""}. `,
      }
    : { zh: "", en: "" };
  const steps = {
    zh: said.length === 0 ? "" : `未按时办理的步骤：${said.map(({ zh }) => zh).join("；")}。`,
    en: said.length === 0 ? "" : ` Steps missed: ${said.map(({ en }) => en).join("; ")}.`,
  };
  const figures = figureWords(reason);
  return {
    zh: `${clause.zh}${sentence.zh}${figures.zh}${steps.zh}`,
    en: `${clause.en}${sentence.en}${figures.en}${steps.en}`,
  };
}
