/** Chinese words that several texts share. */
import { dayZh } from "../domain/language/dates.js";
import { type Instrument, INSTRUMENTS } from "../domain/instruments/instruments.js";
import type { PlanDate } from "../domain/plan/plan.js";
import type { LetterRow, PostName } from "../domain/letters/letter-model.js";

export const dateZh: (day: PlanDate) => string = dayZh;

export const postZh = ({ title, unit }: PostName): string => `${unit ?? ""}${title}`;

/** Days further away than this are dates, not counted. */
const COUNTED_UP_TO = 30;

/** How a deadline stands on a letter's day; empty where there is nothing to say of it. */
export function timingZh(
  { overdueWorkingDays = 0, daysLeft, deadline, facts, status }: LetterRow,
  instrument: Instrument,
  today: PlanDate,
): string {
  const settles = INSTRUMENTS[instrument].settles || typeof facts.endedOn === "string";
  // What was cancelled was late for nothing.
  if (facts.cancelled === true || (settles && status === "cancelled")) return "";
  if (overdueWorkingDays > 0)
    return settles ? `逾期${overdueWorkingDays}个工作日反馈` : `已逾期${overdueWorkingDays}个工作日`;
  // While it is suspended no day runs.
  if (settles || instrument === "suspension" || daysLeft === undefined || deadline < today || daysLeft > COUNTED_UP_TO)
    return "";
  if (deadline === today) return "本日到期";
  return daysLeft === 0 ? "到期前已无工作日" : `还有${daysLeft}个工作日`;
}
