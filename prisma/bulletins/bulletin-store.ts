/** What a bulletin's figures are made of, and the texts of its versions, kept by their SHA-256 as files are. */
import type { BulletinContent } from "../../domain/bulletins/content.js";
import { contentHash, recordsText } from "../../domain/bulletins/content.js";
import type { ClaimFact, Records } from "../../domain/bulletins/facts.js";
import { claimFact, type StandingItem } from "../../domain/bulletins/finding-facts.js";
import { monthRecordsText } from "../../domain/bulletins/month-draft.js";
import type { MonthRecords } from "../../domain/bulletins/month-records.js";
import { canonicalJson } from "../../domain/ledger/canonical.js";
import { sha256 } from "../../domain/ledger/sha256.js";
import type { PlanText } from "../../domain/plan/plan.js";
import type { Pool } from "../database/pool.js";
import * as sql from "../sql/bulletins/statements.js";

/** Rounds before one, the last first. */
export const earlierRounds = async (pool: Pool, planId: string, round: string, most: number): Promise<string[]> =>
  (await sql.earlierRounds.run(pool, { planId, round, most })).map((row) => row.round);

/** Rectification items as they stand. */
export const findingItems = (pool: Pool, planId: string): Promise<StandingItem[]> =>
  sql.findingItems.run(pool, { planId });

/** What units claim of the plan's items. */
export async function claimFacts(pool: Pool, planId: string, plan: Pick<PlanText, "tasks">): Promise<ClaimFact[]> {
  const series = new Map(
    plan.tasks.flatMap(({ milestones }) => milestones.map((one) => [one.id, one.series] as const)),
  );
  return (await sql.claims.run(pool, { planId })).flatMap(
    ({ state, photos }) => claimFact(state, series.get(state.milestone), photos) ?? [],
  );
}

/** Keeps a version with its records before the ledger names it; answers its hash. Keeping it again changes nothing. */
export async function keepVersion(
  pool: Pool,
  planId: string,
  content: BulletinContent,
  records: Records,
): Promise<string> {
  const { round } = content;
  await sql.keepContent.count(pool, { planId, round, sha256: content.records, body: recordsText(records) });
  const hash = contentHash(content);
  await sql.keepContent.count(pool, { planId, round, sha256: hash, body: canonicalJson(content) });
  return hash;
}

/** The same of a month's bulletin; `round` of its content is the month. */
export async function keepMonthVersion(
  pool: Pool,
  planId: string,
  content: BulletinContent,
  records: MonthRecords,
): Promise<string> {
  const { round } = content;
  await sql.keepContent.count(pool, { planId, round, sha256: content.records, body: monthRecordsText(records) });
  const hash = contentHash(content);
  await sql.keepContent.count(pool, { planId, round, sha256: hash, body: canonicalJson(content) });
  return hash;
}

/** The records that a month's version counts. */
export const readMonthRecords = (
  pool: Pool,
  planId: string,
  { round, records }: Pick<BulletinContent, "round" | "records">,
): Promise<MonthRecords | null> => read<MonthRecords>(pool, planId, round, records);

async function read<T>(pool: Pool, planId: string, round: string, hash: string): Promise<T | null> {
  const row = await sql.readContent.maybe(pool, { planId, round, sha256: hash });
  if (!row) return null;
  if (sha256(row.body) !== hash)
    throw new Error(
      `the text of a bulletin of ${round} in ${planId} is no longer what its hash ${hash} says: restore it`,
    );
  return JSON.parse(row.body) as T;
}

/** A version's content by its hash; null: there is none. Throws where its text is not what the hash says. */
export const readVersion = (pool: Pool, planId: string, round: string, hash: string): Promise<BulletinContent | null> =>
  read<BulletinContent>(pool, planId, round, hash);

/** The records that a version's figures count. */
export const readRecords = (
  pool: Pool,
  planId: string,
  { round, records }: Pick<BulletinContent, "round" | "records">,
): Promise<Records | null> => read<Records>(pool, planId, round, records);
