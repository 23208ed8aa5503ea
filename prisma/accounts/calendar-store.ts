/**
 * Calendars that people subscribe to. Whoever knows an address reads it: its secret is random, shown once and kept as a hash;
 * it is replaced or revoked by its owner.
 */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { clientOf } from "../database/client.js";
import type { CalendarFeedGetPayload } from "../generated/models.js";
import * as sql from "../sql/accounts/statements.js";
import type { Pool } from "../database/pool.js";

export const CALENDAR_LANGUAGES = ["zh", "en"] as const;
export type CalendarLanguage = (typeof CALENDAR_LANGUAGES)[number];

export interface StoredCalendar {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly lang: CalendarLanguage;
  /** Whether rehearsals are in it beside what runs live. */
  readonly rehearsals: boolean;
  /** Made, or given its address, by who had given two factors. */
  readonly twoFactors: boolean;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

const SECRET = /^[\w-]{43}$/;
const newSecret = (): string => randomBytes(32).toString("base64url");
const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");

const SHOWN = {
  id: true,
  accountId: true,
  name: true,
  lang: true,
  rehearsals: true,
  twoFactors: true,
  createdAt: true,
  revokedAt: true,
  lastUsedAt: true,
} as const;

const stored = (row: CalendarFeedGetPayload<{ select: typeof SHOWN }>): StoredCalendar => ({
  ...row,
  lang: row.lang as CalendarLanguage,
});

export type NewCalendar = Pick<StoredCalendar, "accountId" | "name" | "lang" | "rehearsals" | "twoFactors">;

/** Makes a calendar. What is answered as `secret` is known to nobody else, and never again. */
export async function issueCalendar(
  pool: Pool,
  { accountId, name, lang, rehearsals, twoFactors }: NewCalendar,
): Promise<{ readonly calendar: StoredCalendar; readonly secret: string }> {
  const secret = newSecret();
  const row = await clientOf(pool).calendarFeed.create({
    data: { id: randomUUID(), accountId, name, hash: hashOf(secret), lang, rehearsals, twoFactors },
    select: SHOWN,
  });
  return { calendar: stored(row), secret };
}

/** Gives a calendar another address: the one before is none from now on. Null where the account has no such calendar that holds. */
export async function replaceCalendar(
  pool: Pool,
  { accountId, id, twoFactors }: Pick<StoredCalendar, "accountId" | "id" | "twoFactors">,
): Promise<{ readonly calendar: StoredCalendar; readonly secret: string } | null> {
  const secret = newSecret();
  const [row] = await clientOf(pool).calendarFeed.updateManyAndReturn({
    where: { accountId, id, revokedAt: null },
    data: { hash: hashOf(secret), twoFactors, lastUsedAt: null, tag: null },
    select: SHOWN,
  });
  return row ? { calendar: stored(row), secret } : null;
}

/** False where the account has no such calendar. One that was revoked before stays so. */
export async function revokeCalendar(pool: Pool, accountId: string, id: string): Promise<boolean> {
  const { calendarFeed } = clientOf(pool);
  const where = { accountId, id };
  await calendarFeed.updateMany({ where: { ...where, revokedAt: null }, data: { revokedAt: new Date() } });
  return (await calendarFeed.count({ where })) === 1;
}

/** An account's calendars, the newest first. */
export async function calendarsOf(pool: Pool, accountId: string): Promise<StoredCalendar[]> {
  const rows = await clientOf(pool).calendarFeed.findMany({
    where: { accountId },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    select: SHOWN,
  });
  return rows.map(stored);
}

/** The calendar of an address; null where it is none of ours, was revoked or replaced. Whose account is shut out is the caller's to ask. */
export async function findCalendar(pool: Pool, secret: string): Promise<StoredCalendar | null> {
  if (!SECRET.test(secret)) return null;
  const row = await clientOf(pool).calendarFeed.findUnique({
    where: { hash: hashOf(secret), revokedAt: null },
    select: SHOWN,
  });
  return row && stored(row);
}

/**
 * Notes that a calendar was read as what `tag` names, and answers since when that is what it says: another second for every
 * other answer, so that to the second of Last-Modified no two are the same.
 */
export async function noteCalendarRead(pool: Pool, id: string, tag: string): Promise<Date> {
  const row = await sql.noteCalendarRead.maybe(pool, { id, tag });
  return row?.changedAt ?? new Date(0);
}
