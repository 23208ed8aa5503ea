/** Plays an opened rehearsal with a progress bar, up to a plan day or until every ladder has run out. */
import { CommandRefused } from "../api/temporal-gateway.js";
import { dateAt, instantAt } from "../domain/plan-date.js";
import type { PlanBundle } from "../domain/plan.js";
import type { Progress } from "../embedded/progress.js";
import type { Language } from "../mail/letter-model.js";
import { progressCounts } from "../prisma/report-store.js";
import { drive, type JumpReport, NOBODY } from "./driver.js";
import type { OpenedPlan } from "./open.js";
import { REPORT_TEXTS } from "./report.js";

/** Jumps between two looks at the database's counts: a look costs some milliseconds, a jump about as many. */
const COUNT_EVERY = 5;

/**
 * `until`: the last plan day; null plays to the end. `language`: the bar's. Answers how it went and the plan day it ended
 * on.
 */
export async function play(
  opened: OpenedPlan,
  bundle: PlanBundle,
  progress: Progress,
  until: string | null,
  signal?: AbortSignal,
  language: Language = "zh",
): Promise<JumpReport & { day: string }> {
  const { offsetMinutes } = bundle.plan.timeZone;
  const start = instantAt(bundle.plan.start, "00:00", offsetMinutes);
  const lastYear = Math.max(...bundle.calendar.years.map((year) => year.year));
  const end = instantAt(until ?? `${lastYear}-06-30`, "23:59", offsetMinutes);
  const bar = progress.bar();
  const texts = REPORT_TEXTS[language];
  const report = await drive({
    planId: opened.planId,
    store: opened.store,
    gateway: opened.gateway,
    people: NOBODY,
    until: until === null ? null : end,
    isRefusal: (error) => error instanceof CommandRefused,
    ...(signal ? { signal } : {}),
    async onJump({ now, jumps }) {
      if (jumps % COUNT_EVERY !== 1) return;
      const day = dateAt(now, offsetMinutes);
      const counts = await progressCounts(opened.pool, opened.planId, day);
      bar.update(Math.min(now - start, end - start), end - start, ...texts.bar(day, counts));
    },
  });
  const day = report.now === 0 ? bundle.plan.start : dateAt(report.now, offsetMinutes);
  bar.finish(texts.played(until ?? day, report.jumps));
  return { ...report, day: until ?? day };
}
