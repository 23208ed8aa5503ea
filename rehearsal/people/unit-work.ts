/** What the owing unit does: 签收, 办理, 反馈, and 反馈 again after a 退办, a signed letter or a talk. */
import { type ItemState, isWithUnit } from "../../domain/items/work-item.js";
import type { ObservedRow } from "../../prisma/ledger/ledger-reader.js";
import { batchOf, lateFrom } from "./batch.js";
import type { About } from "./draws.js";
import { applyInTime, applyLate, isToBeExtended } from "./extensions.js";
import { type Intent, intend, reactionAt, type Setting, textOf, words } from "./intents.js";
import { countable, figuresAt } from "./measured.js";
import * as texts from "./texts.js";

const desk = (unit: string) => ({ kind: "unit", unit, level: "desk" }) as const;

/**
 * 签收 of all that was given to the unit on the same day, where no package of the year holds it (packages.ts): in one go. Urged, the
 * unit thinks again.
 */
export function signFor(setting: Setting, row: ObservedRow, item: ItemState): Intent[] {
  const unit = item.primaryUnit;
  const urged = textOf(row, "rung");
  const assigned = item.signForRun?.anchor ?? setting.hours.dayOf(row.at);
  if (setting.packages.covers(unit, assigned)) return [];
  const together: About = ["signFor", unit, assigned, item.assignments, urged];
  const at = reactionAt(setting, unit, setting.behaviours.ofUnit(unit).signFor, row.at, together);
  return intend(at, {
    stream: row.stream,
    item: item.id,
    act: { kind: "signFor" },
    by: desk(unit),
    restsWhileSuspended: false,
    still: (now) => now.status === "assigned" && now.primaryUnit === unit,
  });
}

/** Progress is told at most this often: after 签收, and after each third of the time. */
const PROGRESS_REPORTS = 3;

export function reportProgress(setting: Setting, row: ObservedRow, item: ItemState): Intent[] {
  const { draws, hours } = setting;
  const today = hours.dayOf(row.at);
  const whole = hours.between(today, item.deadline) ?? 0;
  const { chance, days } = setting.behaviours.ofUnit(item.primaryUnit).reportProgress;
  const isComputed = setting.computed.has(item.milestone);
  return Array.from({ length: PROGRESS_REPORTS }, (_, no) => no).flatMap((no) => {
    const about: About = ["reportProgress", item.milestone, item.primaryUnit, no];
    if (!draws.happens(chance, ...about)) return [];
    const elapsed = Math.floor((whole * no) / PROGRESS_REPORTS) + Math.max(1, draws.within(days, ...about));
    if (elapsed >= whole) return [];
    const percent = percentAt(elapsed / whole, draws.within([70, 115], ...about, item.township ?? ""));
    return intend(hours.after(row.at, elapsed, item.primaryUnit), {
      stream: row.stream,
      item: item.id,
      act: {
        kind: "reportProgress",
        ...(isComputed ? {} : item.metric ? { figures: figuresAt(setting, item, percent / 100) } : { percent }),
        text: draws.oneOf(texts.PROGRESS, ...about),
      },
      by: desk(item.primaryUnit),
      restsWhileSuspended: true,
      still: (now) =>
        (now.status === "signedFor" || now.status === "inProgress") &&
        (isComputed || countable(now)) &&
        (isComputed || now.percent < (percent * (now.metric?.target ?? 100)) / 100),
    });
  });
}

/** 序时进度, more or less; steps of five, and never all of it. */
function percentAt(share: number, pace: number): number {
  return Math.min(95, Math.max(5, Math.round((share * pace) / 5) * 5));
}

/** How a unit means to meet a deadline: in time; or not, then perhaps with an application, and late. */
export function meetDeadline(setting: Setting, row: ObservedRow, item: ItemState): Intent[] {
  const { draws, hours } = setting;
  const { reportInTime } = setting.behaviours.ofUnit(item.primaryUnit);
  const tomorrow = hours.following(hours.dayOf(row.at), 1);
  const each: About = ["reportInTime", item.id, item.deadlineVersion];
  if (tomorrow === null || tomorrow > item.deadline) return late(setting, row, item);
  if (isToBeExtended(setting, item) || !draws.happens(reportInTime.chance, ...each))
    return [...applyInTime(setting, row, item), ...late(setting, row, item)];
  const together: About = ["reportInTime", ...batchOf(item)];
  const wanted = hours.before(item.deadline, draws.within(reportInTime.days, ...together));
  if (wanted === null) return [];
  const day = wanted > tomorrow ? wanted : tomorrow;
  return completion(setting, row, item, hours.on(day, item.primaryUnit), texts.DONE);
}

/** In how many goes a unit finishes what it did not finish in time. */
const GOES = [1, 5] as const;

function late(setting: Setting, row: ObservedRow, item: ItemState): Intent[] {
  const { draws, hours } = setting;
  const { reportLate } = setting.behaviours.ofUnit(item.primaryUnit);
  const applied = applyLate(setting, row, item);
  const each: About = ["reportLate", item.id, item.deadlineVersion];
  if (!draws.happens(reportLate.chance, ...each)) return applied;
  // What was left over is finished in a few goes, each with villages of every township.
  const go: About = ["reportLate", item.milestone, item.deadlineVersion, item.primaryUnit, draws.within(GOES, ...each)];
  const day = hours.following(lateFrom(hours, row.at, item), Math.max(1, draws.within(reportLate.days, ...go)));
  if (day === null) return applied;
  const at = hours.on(day, item.primaryUnit);
  return [...applied, ...completion(setting, row, item, at, texts.DONE_LATE)];
}

/** 反馈 after a 退办. */
export function reportAgain(setting: Setting, row: ObservedRow, item: ItemState): Intent[] {
  const { reportAgain } = setting.behaviours.ofUnit(item.primaryUnit);
  const together: About = ["reportAgain", ...batchOf(item), row.at];
  const at = reactionAt(
    setting,
    item.primaryUnit,
    reportAgain,
    row.at,
    ["reportAgain", item.id, item.returns],
    together,
  );
  return completion(setting, row, item, at, texts.DONE_AGAIN);
}

/** 反馈 in answer to a signed 督办函, or after a talk. */
export function answerLetter(setting: Setting, row: ObservedRow, item: ItemState): Intent[] {
  const { answerSupervision } = setting.behaviours.ofUnit(item.primaryUnit);
  const together: About = ["answerLetter", item.primaryUnit, textOf(row, "instrument"), row.at];
  const at = reactionAt(setting, item.primaryUnit, answerSupervision, row.at, [...together, item.id], together);
  return completion(setting, row, item, at, texts.ANSWER);
}

/** What the milestone asks for; a report without any evidence is not accepted. */
function evidenceOf(setting: Setting, item: ItemState): readonly string[] {
  const asked = setting.milestones.get(item.milestone)?.evidence ?? [];
  return asked.length > 0 ? asked : texts.EVIDENCE;
}

/** 反馈 with its evidence. */
function completion(
  setting: Setting,
  row: ObservedRow,
  item: ItemState,
  at: number | null,
  said: readonly [string, ...string[]],
): Intent[] {
  const version = item.deadlineVersion;
  return intend(at, {
    stream: row.stream,
    item: item.id,
    act: {
      kind: "report",
      text: words(setting, item.finding ? texts.RECTIFIED : said, item.primaryUnit, at),
      evidence: evidenceOf(setting, item),
      ...(item.metric && !setting.computed.has(item.milestone) ? { figures: figuresAt(setting, item, 1) } : {}),
    },
    by: desk(item.primaryUnit),
    restsWhileSuspended: true,
    still: (now) => isWithUnit(now) && now.deadlineVersion === version && countable(now),
  });
}
