/** Bulletins of rounds, as simulated people of the office draft them and read their versions. */
import { dateAt } from "../domain/plan/plan-date.js";
import { draftRound } from "../prisma/bulletins/draft-round.js";
import { keepVersion, readVersion } from "../prisma/bulletins/bulletin-store.js";
import type { Pool } from "../prisma/database/pool.js";
import { RoundReader } from "../prisma/ledger/round-reader.js";
import { loadBundle } from "../prisma/plans/plan-store.js";
import type { Bulletins } from "./people/inspections/round-intents.js";

/** Units that are asked for a reply at most: those with something to do, in the draft's order. */
const MOST_ASKED = 12;

/** The bulletins of a rehearsal. */
export function bulletinsOf(pool: Pool, planId: string): Bulletins {
  const rounds = new RoundReader(pool);
  return {
    async draft(round, at) {
      const read = await rounds.read(planId, round);
      if (!read) throw new Error(`there is no round ${round} in ${planId}: nothing can be drafted of it`);
      const bundle = await loadBundle(pool, planId);
      const today = dateAt(at, bundle.plan.timeZone.offsetMinutes);
      const { content, records } = await draftRound({ pool, rounds }, { id: planId, bundle, today }, read);
      const sha256 = await keepVersion(pool, planId, content, records);
      const open = records.findings.filter(({ status, rounds: found }) => status === "open" && found.includes(round));
      const units = new Set([...content.steps, ...open].map(({ unit }) => unit));
      return { sha256, units: [...units].slice(0, MOST_ASKED) };
    },
    async version(round, sha256) {
      const content = await readVersion(pool, planId, round, sha256);
      if (!content) throw new Error(`there is no version ${sha256} of the bulletin of ${round} in ${planId}`);
      const steps = content.steps
        .filter(({ item }) => item)
        .map(({ id, unit, task, zh, by }) => ({ id, unit, task, text: zh, by }));
      return { recipients: content.recipients, steps };
    },
  };
}
