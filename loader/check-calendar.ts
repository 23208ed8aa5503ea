/** The calendar against itself, and against every day the plan's ladders can reach. */
import { CalendarYearMissing, compileCalendar, type WorkingCalendar } from "../domain/plan/calendar.js";
import { intervalOf } from "../domain/ladder/repetition.js";
import type { Milestone, PlanDate } from "../domain/plan/plan.js";
import type { PlanBundle } from "../domain/plan/bundle.js";
import type { Policy, Repeat, Rung } from "../domain/plan/policy.js";
import { weekday } from "../domain/plan/plan-date.js";
import { plannedItems } from "../domain/plan/planned-items.js";
import type { CalendarFile } from "./calendar-schema.js";
import { requireUnique } from "./roster-ids.js";
import type { Source } from "./source.js";

export function checkCalendar(calendar: CalendarFile, source: Source): void {
  requireUnique(
    source,
    "year",
    calendar.years.map((entry, index) => ({ id: entry.year, path: ["years", index, "year"] })),
  );
  for (const [index, entry] of calendar.years.entries()) {
    const holidays = new Set(entry.holidays);
    for (const list of ["holidays", "workedWeekends"] as const) {
      requireUnique(
        source,
        "day",
        entry[list].map((id, day) => ({ id, path: ["years", index, list, day] })),
      );
      for (const [day, date] of entry[list].entries()) {
        if (!date.startsWith(`${entry.year}-`))
          source.report(["years", index, list, day], `${date} is not in ${entry.year}: move it to its own year`);
      }
    }
    for (const [day, date] of entry.workedWeekends.entries()) {
      const at = ["years", index, "workedWeekends", day];
      if (weekday(date) <= 5)
        source.report(at, `${date} is no Saturday or Sunday: only worked weekend days belong under workedWeekends`);
      if (holidays.has(date)) source.report(at, `${date} is listed as a holiday too: remove it from one of the two`);
    }
  }
}

/** The days a milestone may be due on. Days before the plan's start are reported elsewhere and need no calendar. */
function readings({ deadline, reading }: Milestone, start: PlanDate): PlanDate[] {
  return [deadline, ...(reading.alternative ? [reading.alternative] : [])].filter((day) => day >= start);
}

/** Working days from a deadline back to the first reminder of a 协办 unit's own. */
function firstSupporting({ supporting }: Milestone, policy: Policy): number {
  const first = Math.min(0, ...(policy.ladders.supporting ?? []).map((rung) => rung.offset));
  return Math.min(
    0,
    ...supporting.map((each) => (each.workingDaysBefore === undefined ? 0 : first - each.workingDaysBefore)),
  );
}

/** Working days from a rung to its last repetition, where each is quieted by an acknowledgement. */
function repetitionDays({ every, times, quietAfterAcknowledgement }: Repeat): number {
  const intervals = Array.from({ length: times }, (_, no) => intervalOf(every, no + 1));
  return intervals.reduce((sum, days) => sum + Math.max(days, quietAfterAcknowledgement), 0);
}

/** Working days from a deadline to the last thing its ladder can do by itself. */
function runOut(ladder: readonly Rung[], signWithin: number): number {
  const ends = ladder.map((rung) => {
    const { repeat } = rung;
    const repeats = repeat ? repetitionDays(repeat) + (repeat.thenAgenda ?? 0) : 0;
    return rung.offset + repeats + (rung.kind === "signed" ? signWithin : 0);
  });
  return Math.max(0, ...ends);
}

/**
 * Years the plan needs and the calendar lacks, and reminders that come before every assignment. `sources` are the
 * files to blame.
 */
export function checkSpan(bundle: PlanBundle, calendarSource: Source, policySource: Source): void {
  if (checkYears(bundle, calendarSource)) return;
  const calendar = compileCalendar(bundle.calendar);
  if (!checkRunOut(bundle, calendar, calendarSource)) return;
  checkReminders(bundle, calendar, policySource);
}

/** Whether years between the plan's start and its last deadline are missing; years in a row are one problem. */
function checkYears(bundle: PlanBundle, source: Source): boolean {
  const present = new Set(bundle.calendar.years.map((entry) => entry.year));
  const { start } = bundle.plan;
  const due = bundle.plan.tasks.flatMap((task) =>
    task.milestones.flatMap((milestone) => readings(milestone, start).map((day) => ({ id: milestone.id, day }))),
  );
  const last = due.reduce((latest, each) => (each.day > latest.day ? each : latest), { id: "", day: start });
  const why = `the plan runs from ${start} to ${last.day}${last.id === "" ? "" : `, when milestone ${last.id} is due`}`;
  let missing = false;
  let year = Number(start.slice(0, 4));
  const end = Number(last.day.slice(0, 4));
  while (year <= end) {
    const from = year;
    while (year <= end && !present.has(year)) year++;
    if (year > from) {
      missing = true;
      reportMissing(from, year - 1, why, source);
    }
    year++;
  }
  return missing;
}

function reportMissing(from: number, to: number, why: string, source: Source): void {
  const years = from === to ? `calendar year ${from} is` : `calendar years ${from} to ${to} are`;
  const add = from === to ? `an entry with year: ${from}` : "an entry for each year";
  source.report(["years"], `${years} missing: ${why}: add ${add} (scripts/generate-calendar.ts prints it)`, "key");
}

function checkRunOut(bundle: PlanBundle, calendar: WorkingCalendar, source: Source): boolean {
  const { ladders, ladderByScope, signWithin } = bundle.policy;
  const missing = new Map<number, string>();
  for (const milestone of bundle.plan.tasks.flatMap((task) => task.milestones)) {
    const ladder = ladders[ladderByScope[milestone.scope]];
    const first = Math.min(0, ...ladder.map((rung) => rung.offset));
    const offsets = [Math.min(first, firstSupporting(milestone, bundle.policy)), runOut(ladder, signWithin)];
    for (const day of readings(milestone, bundle.plan.start)) {
      for (const offset of offsets) {
        try {
          calendar.addWorkingDays(day, offset);
        } catch (error) {
          if (!(error instanceof CalendarYearMissing)) throw error;
          missing.set(error.year, `the ladder of the deadline ${day} runs into it`);
        }
      }
    }
  }
  for (const [year, why] of missing) reportMissing(year, year, why, source);
  return missing.size === 0;
}

/** A reminder that lies before the assignment of every item on its ladder never fires. */
function checkReminders(bundle: PlanBundle, calendar: WorkingCalendar, source: Source): void {
  const items = plannedItems(bundle).filter((item) => item.deadline >= bundle.plan.start);
  for (const ladder of ["village", "county"] as const) {
    const climbing = items.filter((item) => bundle.policy.ladderByScope[item.scope] === ladder);
    const spans = new Map(climbing.map((item) => [`${item.assignOn}/${item.deadline}`, item]));
    if (spans.size === 0) continue;
    for (const [index, rung] of bundle.policy.ladders[ladder].entries()) {
      if (rung.offset >= 0) continue;
      const reachable = [...spans.values()].some(
        (item) => calendar.addWorkingDays(item.deadline, rung.offset) >= item.assignOn,
      );
      if (!reachable) {
        source.report(
          ["ladders", ladder, index, "offset"],
          `rung ${rung.id} is unreachable: ${-rung.offset} working days before its deadline no item is assigned yet: write an offset nearer to 0, or remove the rung`,
        );
      }
    }
  }
}
