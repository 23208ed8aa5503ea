/** The bulletin or report that a letter gives: kept as it was signed, read again with its hash. */
import type { BulletinContent } from "../../domain/bulletins/content.js";
import type { LetterModel } from "../../domain/letters/letter-model.js";
import { directoryOf } from "../../domain/people/directory.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import type { Pool } from "../database/pool.js";
import { readVersion } from "./bulletin-store.js";

/** Undefined: the letter gives none. Throws where the version that it names is not there. */
export async function bulletinOfLetter(
  pool: Pool,
  planId: string,
  { bulletin }: Pick<LetterModel, "bulletin">,
  bundle: PlanBundle,
): Promise<{ readonly content: BulletinContent; readonly unitName: (unit: string) => string } | undefined> {
  if (!bulletin) return undefined;
  const { round, version, on } = bulletin;
  const content = await readVersion(pool, planId, round, version);
  if (!content) throw new Error(`version ${version} of the bulletin of ${round} is gone: restore it from a back-up`);
  const names = directoryOf(bundle);
  return { content, unitName: (unit) => names.unitRef(unit, on).name };
}
