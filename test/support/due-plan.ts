/** A live plan that falls due when a test wants it to: its time zone is laid so that its 09:00 is that instant. */
import type { PlanBundle } from "../../domain/plan/bundle.js";
import { dayNumber } from "../../domain/plan/plan-date.js";
import { bundle } from "./small-bundle.js";

const DAY = 86_400_000;
const NINE = 9 * 60;

/** The small plan, starting today and first due at `due`: every day is a working day, all deadlines lie a year ahead. */
export function dueAt(due: number): { readonly plan: PlanBundle; readonly today: string } {
  const today = new Date(due).toISOString().slice(0, 10);
  const offsetMinutes = (dayNumber(today) * DAY - due) / 60_000 + NINE;
  const year = Number(today.slice(0, 4));
  const weekends: string[] = [];
  for (let day = dayNumber(`${year}-01-01`); day < dayNumber(`${year + 2}-01-01`); day++) {
    const weekday = (day + 3) % 7;
    if (weekday > 4) weekends.push(new Date(day * DAY).toISOString().slice(0, 10));
  }
  const years = [year, year + 1].map((of) => ({
    year: of,
    holidays: [],
    workedWeekends: weekends.filter((date) => date.startsWith(String(of))),
  }));
  const tasks = bundle.plan.tasks.map((task) => ({
    ...task,
    milestones: task.milestones.map((milestone) => ({ ...milestone, deadline: `${year + 1}-06-30` })),
  }));
  return {
    today,
    plan: {
      ...bundle,
      plan: { ...bundle.plan, start: today, tasks, timeZone: { name: "synthetic", offsetMinutes } },
      calendar: { version: 1, years },
    },
  };
}
