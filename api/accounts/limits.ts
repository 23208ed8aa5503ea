/**
 * How often somebody may try: for each account, and for each address. Counted in PostgreSQL, so that all API processes
 * together allow what one would.
 */
import { createHash } from "node:crypto";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import type { Pool } from "../../prisma/database/pool.js";
import { ProblemError } from "../http/problem.js";

export interface Limits {
  /** Counts an attempt to sign in. Throws `tooManyAttempts`, for an account that is there and one that is not alike. */
  attempt(account: string, address: string): Promise<void>;
  /** The attempt was a good one: it does not count, and the account's failures are forgotten. */
  succeeded(account: string, address: string): Promise<void>;
  /** Counts a request for a mail. Throws `tooManyAttempts`. */
  mail(account: string, address: string): Promise<void>;
  /** Counts a guess at a calendar's address. Throws `tooManyAttempts`. */
  calendarGuess(address: string): Promise<void>;
  /** It was no guess: it does not count. Throws `tooManyAttempts` where this calendar is read too often. */
  calendarRead(calendar: string, address: string): Promise<void>;
}

/** Failures after which an account is locked, within and for so long (seconds). */
const PER_ACCOUNT = { points: 8, duration: 15 * 60, blockDuration: 15 * 60 };
/** Failures only: a whole office may sign in from behind one address. */
const PER_ADDRESS = { points: 60, duration: 5 * 60 };
const MAILS_PER_ACCOUNT = { points: 3, duration: 60 * 60 };
const MAILS_PER_ADDRESS = { points: 20, duration: 60 * 60 };
const CALENDAR_GUESSES_PER_ADDRESS = { points: 60, duration: 5 * 60 };
/** Calendars ask every few minutes at most; each asking reads whole plans. */
const READS_PER_CALENDAR = { points: 60, duration: 60 * 60 };

function tooMany(milliseconds: number): ProblemError {
  const minutes = Math.max(1, Math.ceil(milliseconds / 60_000));
  return new ProblemError(
    "tooManyAttempts",
    {
      zh: `尝试次数过多，请${minutes}分钟后再试。`,
      en: `Too many attempts: try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`,
    },
    { retryAfterSeconds: Math.max(1, Math.ceil(milliseconds / 1_000)) },
  );
}

async function take(limiter: RateLimiterPostgres, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refused) {
    if (refused instanceof RateLimiterRes) throw tooMany(refused.msBeforeNext);
    throw refused;
  }
}

export function createLimits(pool: Pool): Limits {
  const limiter = (keyPrefix: string, limit: { points: number; duration: number; blockDuration?: number }) =>
    new RateLimiterPostgres({
      storeClient: pool,
      storeType: "pool",
      tableName: "rate_limit",
      tableCreated: true,
      clearExpiredByTimeout: true,
      keyPrefix,
      ...limit,
    });
  const account = limiter("account", PER_ACCOUNT);
  const address = limiter("address", PER_ADDRESS);
  const mailTo = limiter("mail", MAILS_PER_ACCOUNT);
  const mailFrom = limiter("mailFrom", MAILS_PER_ADDRESS);
  const guesses = limiter("calendarGuess", CALENDAR_GUESSES_PER_ADDRESS);
  const reads = limiter("calendar", READS_PER_CALENDAR);
  // What was typed may be long, and may be a password: the key is short and says nothing.
  return {
    async attempt(who, from) {
      await take(address, from);
      await take(account, keyOf(who));
    },
    async succeeded(who, from) {
      await Promise.all([account.delete(keyOf(who)), address.reward(from)]);
    },
    async mail(who, from) {
      await take(mailFrom, from);
      await take(mailTo, keyOf(who));
    },
    async calendarGuess(from) {
      await take(guesses, from);
    },
    async calendarRead(calendar, from) {
      await guesses.reward(from);
      await take(reads, calendar);
    },
  };
}

const keyOf = (account: string): string =>
  createHash("sha256").update(account.trim().toLowerCase()).digest("base64url");
