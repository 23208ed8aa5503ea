/** Plays an opened rehearsal with a progress bar, up to a plan day or until every ladder has run out. */
import { dateAt, instantAt } from "../domain/plan/plan-date.js";
import type { AnyCommand } from "../domain/streams/advance.js";
import type { PlanBundle } from "../domain/plan/bundle.js";
import type { Progress } from "../embedded/progress.js";
import type { Language } from "../domain/language/words.js";
import { takeDriverLock } from "../prisma/database/driver-lock.js";
import { progressCounts } from "../prisma/reports/report-store.js";
import { drive, type JumpReport } from "./driver.js";
import type { OpenedPlan } from "./open.js";
import { REPORT_TEXTS } from "./report.js";

/** Milliseconds between two looks at the database's counts: a look costs as much as a jump. */
const COUNT_EVERY = 300;

/**
 * `until`: the last plan day; null plays to the end. `language`: the bar's. Answers how it went and the plan day it ended
 * on.
 */
export async function play(
  opened: OpenedPlan,
  progress: Progress,
  until: string | null,
  signal?: AbortSignal,
  language: Language = "zh",
): Promise<JumpReport & { day: string }> {
  const { bundle, planId, pool } = opened;
  const lock = await takeDriverLock(pool, planId);
  if (lock === null) throw new Error(`another process is playing ${planId} already: let it finish, or stop it`);
  try {
    return await playLocked(opened, bundle, progress, until, signal, language);
  } finally {
    await lock.release();
  }
}

function whatIsDone(command: AnyCommand): string {
  if ("order" in command) return command.order.kind;
  if ("register" in command) return command.register.kind;
  if ("round" in command) return command.round.kind;
  return "month" in command ? command.month.kind : command.kind;
}

async function playLocked(
  opened: OpenedPlan,
  bundle: PlanBundle,
  progress: Progress,
  until: string | null,
  signal: AbortSignal | undefined,
  language: Language,
): Promise<JumpReport & { day: string }> {
  const { offsetMinutes } = bundle.plan.timeZone;
  const start = instantAt(bundle.plan.start, "00:00", offsetMinutes);
  const lastYear = Math.max(...bundle.calendar.years.map((year) => year.year));
  const end = instantAt(until ?? `${lastYear}-06-30`, "23:59", offsetMinutes);
  const bar = progress.bar();
  let counted = 0;
  const texts = REPORT_TEXTS[language];
  const report = await drive({
    planId: opened.planId,
    store: opened.store,
    gateway: opened.gateway,
    people: opened.people,
    until: until === null ? null : end,
    onRefused: ({ at, command }, [reason]) =>
      progress.line(`${dateAt(at, offsetMinutes)} ${whatIsDone(command)}, ${command.actor.post}: ${reason}`),
    ...(signal ? { signal } : {}),
    async onJump({ now }) {
      if (performance.now() - counted < COUNT_EVERY) return;
      counted = performance.now();
      const day = dateAt(now, offsetMinutes);
      const counts = await progressCounts(opened.pool, opened.planId, day);
      bar.update(Math.min(now - start, end - start), end - start, ...texts.bar(day, counts));
    },
  });
  const day = report.now === 0 ? bundle.plan.start : dateAt(report.now, offsetMinutes);
  // Played before: there is nothing to tell.
  bar.finish(report.jumps === 0 ? "" : texts.played(until ?? day, report.jumps));
  return { ...report, day: until ?? day };
}
