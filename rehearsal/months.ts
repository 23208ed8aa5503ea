/** Months of a rehearsal, as simulated people fill in grids and the office has their bulletins. */
import { dateAt } from "../domain/plan/plan-date.js";
import { keepMonthVersion, readVersion } from "../prisma/bulletins/bulletin-store.js";
import { draftMonth } from "../prisma/bulletins/draft-month.js";
import type { Pool } from "../prisma/database/pool.js";
import { MonthReader } from "../prisma/ledger/month-reader.js";
import { writeDraft } from "../prisma/months/month-store.js";
import { loadBundle } from "../prisma/plans/plan-store.js";
import type { MonthBulletins, SavedGrid } from "./people/months/month-intents.js";

/** Saves a desk's grid. */
export async function saveGrid(pool: Pool, planId: string, { rows, ...of }: SavedGrid): Promise<void> {
  await writeDraft(pool, { planId, ...of }, rows);
}

export function monthBulletinsOf(pool: Pool, planId: string): MonthBulletins {
  const months = new MonthReader(pool);
  return {
    async draft(month, at) {
      const read = await months.read(planId, month);
      const bundle = await loadBundle(pool, planId);
      const drafted = read && draftMonth(read, bundle, dateAt(at, bundle.plan.timeZone.offsetMinutes));
      if (!drafted) throw new Error(`the month ${month} of ${planId} is not closed: nothing can be drafted of it`);
      return keepMonthVersion(pool, planId, drafted.content, drafted.records);
    },
    async recipients(month, sha256) {
      const content = await readVersion(pool, planId, month, sha256);
      if (!content) throw new Error(`there is no version ${sha256} of the bulletin of ${month} in ${planId}`);
      return content.recipients;
    },
  };
}
