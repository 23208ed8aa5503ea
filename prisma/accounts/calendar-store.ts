/**
 * Calendars that people subscribe to. Whoever knows an address reads it: its secret is random, shown once and kept as a hash;
 * it is replaced or revoked by its owner.
 */
import { createHash, randomBytes, randomUUID } from "node:crypto";
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
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

const SECRET = /^[\w-]{43}$/;
const newSecret = (): string => randomBytes(32).toString("base64url");
const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");

const COLUMNS = `f.id, f.account_id AS "accountId", f.name, f.lang, f.rehearsals, f.created_at AS "createdAt",
  f.revoked_at AS "revokedAt", f.last_used_at AS "lastUsedAt"`;

export type NewCalendar = Pick<StoredCalendar, "accountId" | "name" | "lang" | "rehearsals">;

/** Makes a calendar. What is answered as `secret` is known to nobody else, and never again. */
export async function issueCalendar(
  pool: Pool,
  { accountId, name, lang, rehearsals }: NewCalendar,
): Promise<{ readonly calendar: StoredCalendar; readonly secret: string }> {
  const secret = newSecret();
  const { rows } = await pool.query<StoredCalendar>(
    `INSERT INTO calendar_feed AS f (id, account_id, name, hash, lang, rehearsals) VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${COLUMNS}`,
    [randomUUID(), accountId, name, hashOf(secret), lang, rehearsals],
  );
  return { calendar: rows[0] as StoredCalendar, secret };
}

/** Gives a calendar another address: the one before is none from now on. Null where the account has no such calendar that holds. */
export async function replaceCalendar(
  pool: Pool,
  accountId: string,
  id: string,
): Promise<{ readonly calendar: StoredCalendar; readonly secret: string } | null> {
  const secret = newSecret();
  const { rows } = await pool.query<StoredCalendar>(
    `UPDATE calendar_feed f SET hash = $3, last_used_at = NULL, tag = NULL
     WHERE account_id = $1 AND id = $2 AND revoked_at IS NULL RETURNING ${COLUMNS}`,
    [accountId, id, hashOf(secret)],
  );
  return rows[0] ? { calendar: rows[0], secret } : null;
}

/** False where the account has no such calendar. One that was revoked before stays so. */
export async function revokeCalendar(pool: Pool, accountId: string, id: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    "UPDATE calendar_feed SET revoked_at = coalesce(revoked_at, now()) WHERE account_id = $1 AND id = $2",
    [accountId, id],
  );
  return rowCount === 1;
}

/** An account's calendars, the newest first. */
export async function calendarsOf(pool: Pool, accountId: string): Promise<StoredCalendar[]> {
  const { rows } = await pool.query<StoredCalendar>(
    `SELECT ${COLUMNS} FROM calendar_feed f WHERE f.account_id = $1 ORDER BY f.created_at DESC, f.id`,
    [accountId],
  );
  return rows;
}

/** The calendar of an address; null where it is none of ours, was revoked or replaced. Whose account is shut out is the caller's to ask. */
export async function findCalendar(pool: Pool, secret: string): Promise<StoredCalendar | null> {
  if (!SECRET.test(secret)) return null;
  const text = `SELECT ${COLUMNS} FROM calendar_feed f WHERE f.hash = $1 AND f.revoked_at IS NULL`;
  const { rows } = await pool.query<StoredCalendar>({ name: "calendar-by-hash", text, values: [hashOf(secret)] });
  return rows[0] ?? null;
}

/**
 * Notes that a calendar was read as what `tag` names, and answers since when that is what it says: another second for every
 * other answer, so that to the second of Last-Modified no two are the same.
 */
export async function noteCalendarRead(pool: Pool, id: string, tag: string): Promise<Date> {
  const { rows } = await pool.query<{ changedAt: Date }>(
    `UPDATE calendar_feed SET last_used_at = now(), tag = $2, changed_at = CASE WHEN tag = $2 THEN changed_at
       ELSE greatest(date_trunc('second', now()), changed_at + interval '1 second') END
     WHERE id = $1 RETURNING changed_at AS "changedAt"`,
    [id, tag],
  );
  return rows[0]?.changedAt ?? new Date(0);
}
