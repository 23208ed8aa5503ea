/** Months of a rehearsal, as simulated people fill in grids and the office has their bulletins. */
import { draftMonthBulletin } from "../domain/bulletins/month-draft.js";
import { monthRecords } from "../domain/bulletins/month-records.js";
import { dateAt } from "../domain/plan/plan-date.js";
import { keepMonthVersion, readVersion } from "../prisma/bulletins/bulletin-store.js";
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
      const copiedAfter = read?.ruleSet.policies[String(read.state.policy)]?.months?.copiedAfter ?? 3;
      const records = read && monthRecords(read.state, copiedAfter);
      if (!records) throw new Error(`the month ${month} of ${planId} is not closed: nothing can be drafted of it`);
      const day = dateAt(at, bundle.plan.timeZone.offsetMinutes);
      const content = draftMonthBulletin({ bundle, records, asOf: { day, seq: read.head.seq, hash: read.head.hash } });
      return keepMonthVersion(pool, planId, content, records);
    },
    async recipients(month, sha256) {
      const content = await readVersion(pool, planId, month, sha256);
      if (!content) throw new Error(`there is no version ${sha256} of the bulletin of ${month} in ${planId}`);
      return content.recipients;
    },
  };
}
