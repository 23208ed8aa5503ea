/** Why an item's light is what it is, in one sentence of each language. */
import type { AwaitedStep, LightReason } from "../../domain/items/light.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import { dayAfter as sameSentence, dayEn, dayZh } from "../../domain/language/dates.js";
import type { Words } from "../http/schema-parts.js";

const STEPS: Readonly<Record<AwaitedStep, Words>> = {
  assign: { zh: "待交办", en: "to assign it" },
  signFor: { zh: "待签收", en: "to sign for it" },
  work: { zh: "办理中", en: "working on it" },
  verify: { zh: "待核查", en: "to verify it" },
  closeOut: { zh: "待销号", en: "to close it" },
  decideExtension: { zh: "延期申请待决定", en: "to decide on an extension" },
  resume: { zh: "待恢复", en: "to resume it" },
};

export interface Stuck {
  readonly step: AwaitedStep;
  /** The unit's name. */
  readonly unit: string;
  readonly since: PlanDate;
  readonly workingDays: number;
}

export interface LightFacts {
  readonly reason: LightReason;
  readonly endedOn: PlanDate | null;
  readonly suspendedUntil: PlanDate | null;
  readonly stuck: Stuck | null;
}

/** As official Chinese writes a day. */
const date = (day: PlanDate | null): string => (day === null ? "" : dayZh(day));
const dateEn = (day: PlanDate | null): string => (day === null ? "" : dayEn(day));
const dayAfter = (day: PlanDate, said: PlanDate): string => sameSentence("zh", day, said);

/** Percentage points between what is scheduled and what is done. */
const points = ({ percent, scheduledPercent }: LightReason): number =>
  Math.round((scheduledPercent - percent) * 10) / 10;

const days = (count: number): string => `${count} working day${count === 1 ? "" : "s"}`;

/** With whom it lies, and for how long. */
function lies(stuck: Stuck | null, late: boolean): Words {
  if (!stuck || stuck.step === "resume") return { zh: "", en: "" };
  const { unit, step, since, workingDays } = stuck;
  const for_ =
    workingDays === 0 ? { zh: "", en: "" } : { zh: `，已${workingDays}个工作日`, en: ` (${days(workingDays)})` };
  return {
    zh: `，现由${unit}办理（${STEPS[step].zh}，${date(since)}起${for_.zh}）`,
    en: `; ${late ? "stuck with" : "it lies with"} ${unit}, ${STEPS[step].en} since ${dateEn(since)}${for_.en}`,
  };
}

function ahead({ deadline, workingDaysLeft, due, overdueFrom }: LightReason): Words {
  const [day, dayEn] = [date(deadline), dateEn(deadline)];
  if (due === "passed")
    return {
      zh: `时限${day}已过${overdueFrom === null ? "" : `，${dayAfter(overdueFrom, deadline)}起计逾期`}`,
      en: `The deadline ${dayEn} has passed${overdueFrom === null ? "" : `; it counts as overdue from ${dateEn(overdueFrom)}`}`,
    };
  if (due === "today") return { zh: `时限为今日（${day}）`, en: `Due today (${dayEn})` };
  return workingDaysLeft === 0
    ? { zh: `时限${day}，此前已无工作日`, en: `Due ${dayEn}, with no working day before it` }
    : { zh: `距时限${day}还有${workingDaysLeft}个工作日`, en: `Due ${dayEn}, ${days(workingDaysLeft)} left` };
}

const plus = (...parts: readonly Words[]): Words => ({
  zh: parts.map(({ zh }) => zh).join(""),
  en: parts.map(({ en }) => en).join(""),
});

export function lightWords(facts: LightFacts): Words {
  const { reason, stuck } = facts;
  const end: Words = { zh: "。", en: "." };
  switch (reason.rule) {
    case "closed":
      return { zh: `${date(facts.endedOn)}销号。`, en: `Closed on ${dateEn(facts.endedOn)}.` };
    case "cancelled":
      return { zh: `${date(facts.endedOn)}撤销。`, en: `Cancelled on ${dateEn(facts.endedOn)}.` };
    case "suspended": {
      const until = facts.suspendedUntil;
      return {
        zh: `${date(stuck?.since ?? null)}起暂缓${until === null ? "" : `至${dayAfter(until, stuck?.since ?? "")}`}，暂缓期间不计逾期。`,
        en: `Suspended since ${dateEn(stuck?.since ?? null)}${until === null ? "" : ` until ${dateEn(until)}`}; these days do not count as overdue.`,
      };
    }
    case "overdue": {
      const late: Words = {
        zh: `逾期${reason.workingDaysOverdue}个工作日（时限${date(reason.deadline)}）`,
        en: `${days(reason.workingDaysOverdue)} overdue (due ${dateEn(reason.deadline)})`,
      };
      return plus(late, lies(stuck, true), end);
    }
    case "awaitingCheck":
      return plus(
        reason.workingDaysOverdue === 0
          ? {
              zh: `已按期反馈，时限${date(reason.deadline)}已过，尚未核查销号`,
              en: `Reported in time; the deadline ${dateEn(reason.deadline)} has passed and it is not checked and closed yet`,
            }
          : {
              zh: `已按期反馈，时限${date(reason.deadline)}后${reason.workingDaysOverdue}个工作日仍未核查销号`,
              en: `Reported in time; not checked and closed ${days(reason.workingDaysOverdue)} after the deadline ${dateEn(reason.deadline)}`,
            },
        lies(stuck, true),
        end,
      );
    case "behindSchedule": {
      const behind: Words = {
        zh: `进度${reason.percent}%，序时应达${reason.scheduledPercent}%，差${points(reason)}个百分点；`,
        en: `${reason.percent} % done where ${reason.scheduledPercent} % is scheduled, ${points(reason)} points behind. `,
      };
      return plus(behind, ahead(reason), lies(stuck, false), end);
    }
    case "notAssigned":
      return plus(
        { zh: "已立项，尚未交办；", en: "Registered, not assigned yet. " },
        ahead(reason),
        lies(stuck, false),
        end,
      );
    case "dueSoon":
    case "pastDeadline":
    case "onSchedule":
      return plus(ahead(reason), lies(stuck, false), end);
  }
}
