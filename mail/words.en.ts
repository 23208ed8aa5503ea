/** English words that several texts share. */
import { dayEn } from "../domain/language/dates.js";
import { type Instrument, INSTRUMENTS } from "../domain/instruments/instruments.js";
import type { PlanDate } from "../domain/plan/plan.js";
import { count } from "./phrases.en.js";
import type { LetterRow, PostName } from "../domain/letters/letter-model.js";

export const dateEn: (day: PlanDate) => string = dayEn;

export const postEn = ({ title, unit }: PostName): string => `${unit === undefined ? "" : `${unit}, `}${title}`;

/** How a deadline stands on a letter's day; empty where there is nothing to say of it. */
export function timingEn(
  { overdueWorkingDays = 0, daysLeft, deadline, facts, status }: LetterRow,
  instrument: Instrument,
  today: PlanDate,
): string {
  const settles = INSTRUMENTS[instrument].settles || typeof facts.endedOn === "string";
  // What was cancelled was late for nothing.
  if (facts.cancelled === true || (settles && status === "cancelled")) return "";
  if (overdueWorkingDays > 0)
    return settles
      ? `reported ${count(overdueWorkingDays, "working day")} late`
      : `${count(overdueWorkingDays, "working day")} overdue`;
  // While it is suspended no day runs.
  if (settles || instrument === "suspension" || daysLeft === undefined || deadline < today || daysLeft > 30) return "";
  if (deadline === today) return "due today";
  return daysLeft === 0 ? "last working day before it" : `${count(daysLeft, "working day")} left`;
}
