/**
 * Vacant posts, reported nightly: each working day's closing looks at the roster, and an alarm tells the office when others are
 * vacant than it was last told of, and once a week while they stay. The alarm's row keeps what was told.
 */
import { calendarOf, CalendarYearMissing } from "../../domain/plan/calendar.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import { addDays, dateAt } from "../../domain/plan/plan-date.js";
import { isReportDue, type ReportedVacancies, vacanciesOn } from "../../domain/people/vacancies.js";
import { closingFrom, closingOf } from "../plans/closing-time.js";
import type { Directory } from "../plans/plan-store.js";
import { inTransaction, type Pool, type Queryable } from "../database/pool.js";
import { lockInTransaction } from "../database/transaction-lock.js";
import * as sql from "../sql/alarms/statements.js";

/** Key and kind of the alarm: there is one for each plan. */
export const VACANCIES = "vacancies";

/** What the office was last told; null before the first time. */
export async function toldVacancies(on: Queryable, planId: string): Promise<ReportedVacancies | null> {
  return (await sql.toldVacancies.maybe(on, { planId, key: VACANCIES }))?.detail ?? null;
}

/** The newest working day whose closing had come by an instant. */
function nightBy(instant: number, directory: Directory): PlanDate {
  const today = dateAt(instant, directory.offsetMinutes);
  const day = closingOf(today, directory) <= instant ? today : addDays(today, -1);
  const calendar = calendarOf(directory.bundle.calendar);
  try {
    return calendar.isWorkingDay(day) ? day : calendar.addWorkingDays(day, -1);
  } catch (error) {
    // A year without a calendar must not hold up the closing: its days are taken as they come.
    if (error instanceof CalendarYearMissing) return day;
    throw error;
  }
}

/** What closes all letters there are names an instant after every day: no night. */
const isOfADay = (instant: number): boolean => instant < Date.UTC(9999, 11, 31);

/** The next night's closing after an instant: a live plan looks at its roster then, whether letters close or not. */
export const nextNight = (after: number, directory: Directory): number | null =>
  isOfADay(after) ? closingFrom(after + 1, directory) : null;

/** Raises the alarm of the night by an instant, where there is something to tell: the closing that follows tells it. */
export async function reportVacancies(pool: Pool, planId: string, upTo: number, directory: Directory): Promise<void> {
  if (!isOfADay(upTo)) return;
  const on = nightBy(upTo, directory);
  const planAt = closingOf(on, directory);
  const vacant = vacanciesOn(directory.bundle.roster, on);
  // Most closings have nothing to tell, and should cost no more than the look.
  if (!isReportDue(vacant, await toldVacancies(pool, planId), on)) return;
  await inTransaction(pool, async (connection) => {
    // Whoever closes at the same time must not tell it a second time.
    await lockInTransaction(connection, `duban vacancies ${planId}`);
    if (!isReportDue(vacant, await toldVacancies(connection, planId), on)) return;
    const detail: ReportedVacancies = { on, vacant };
    await sql.raiseVacancies.count(connection, { planId, key: VACANCIES, planAt, detail });
  });
}
