/** Plays an opened rehearsal with a progress bar, up to a plan day or until every ladder has run out. */
import { CommandRefused } from "../api/temporal-gateway.js";
import { dateAt, instantAt } from "../domain/plan-date.js";
import type { PlanBundle } from "../domain/plan.js";
import type { Progress } from "../embedded/progress.js";
import { itemCounts } from "../prisma/report-store.js";
import { drive, type JumpReport } from "./driver.js";
import type { OpenedPlan } from "./open.js";

/** Milliseconds between two looks at the database's counts: a look costs as much as a jump. */
const COUNT_EVERY = 300;

/** `until`: the last plan day; null plays to the end. Answers how it went and the plan day it ended on. */
export async function play(
  opened: OpenedPlan,
  bundle: PlanBundle,
  progress: Progress,
  until: string | null,
  signal?: AbortSignal,
): Promise<JumpReport & { day: string }> {
  const { offsetMinutes } = bundle.plan.timeZone;
  const start = instantAt(bundle.plan.start, "00:00", offsetMinutes);
  const lastYear = Math.max(...bundle.calendar.years.map((year) => year.year));
  const end = instantAt(until ?? `${lastYear}-06-30`, "23:59", offsetMinutes);
  const bar = progress.bar();
  let counted = 0;
  const report = await drive({
    planId: opened.planId,
    store: opened.store,
    gateway: opened.gateway,
    people: opened.people,
    until: until === null ? null : end,
    isRefusal: (error) => error instanceof CommandRefused,
    onRefused: ({ at, command }, [reason]) =>
      progress.line(`refused on ${dateAt(at, offsetMinutes)}: ${command.kind} by ${command.actor.post}: ${reason}`),
    ...(signal ? { signal } : {}),
    async onJump({ now }) {
      if (performance.now() - counted < COUNT_EVERY) return;
      counted = performance.now();
      const day = dateAt(now, offsetMinutes);
      const counts = await itemCounts(opened.pool, opened.planId, day);
      bar.update(
        Math.min(now - start, end - start),
        end - start,
        day,
        `open ${counts.open}`,
        `overdue ${counts.overdue}`,
        `closed ${counts.closed}`,
      );
    },
  });
  const day = report.now === 0 ? bundle.plan.start : dateAt(report.now, offsetMinutes);
  const refused = report.refused > 0 ? `, ${report.refused} refused` : "";
  bar.finish(`played to ${until ?? day}: ${report.jumps} jumps, ${report.acts} acts${refused}`);
  return { ...report, day: until ?? day };
}
