/**
 * How often somebody may try, and ask. What strangers do is counted so that nobody is shut out by it: first for an account and an
 * address together, for an account alone much later and with growing delays, and not at all for a browser from which the
 * account was signed in to before (cookies.ts), which has a count of its own. Counted in PostgreSQL, so that all API processes
 * together allow what one would; what is asked many times a second is counted by each process.
 */
import { createHash } from "node:crypto";
import {
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
  type RateLimiterAbstract,
} from "rate-limiter-flexible";
import type { Words } from "../../domain/language/words.js";
import type { Pool } from "../../prisma/database/pool.js";
import { ProblemError } from "../http/problem.js";
import type { AccountQuotas } from "./config.js";

/** Who tries to sign in, as what. */
export interface Attempt {
  /** What was typed. */
  readonly account: string;
  readonly address: string;
  /** Id of a browser from which this account was signed in to before; null: it is a stranger's. */
  readonly browser: string | null;
}

export interface Limits {
  /** Counts an attempt to sign in. Throws `tooManyAttempts`, for an account that is there and one that is not alike. */
  attempt(attempt: Attempt): Promise<void>;
  /** The attempt failed: counts for the account alone. */
  failed(attempt: Attempt): Promise<void>;
  /** The attempt was a good one: it does not count, and the account's failures are forgotten. */
  succeeded(attempt: Attempt): Promise<void>;
  /** Counts a signed-in account's proof of its password or code. Throws `tooManyAttempts`. */
  confirmation(accountId: string): Promise<void>;
  /** The proof was a good one. */
  confirmed(accountId: string): Promise<void>;
  /** Counts a request for a mail. Throws `tooManyAttempts`. */
  mail(account: string, address: string): Promise<void>;
  /** Counts an address that is no calendar's. Throws `tooManyAttempts`. */
  calendarGuess(address: string): Promise<void>;
  /** Throws `tooManyAttempts` where this calendar is read too often. */
  calendarRead(calendar: string): Promise<void>;
  /** Counts a request that acts, before its body is read. Throws `tooManyRequests`. */
  act(accountId: string): Promise<void>;
  /** Counts the items that such a request names. Throws `tooManyRequests`. */
  items(accountId: string, count: number): Promise<void>;
  /** Counts an upload, before it is received. Throws `tooManyRequests`. */
  upload(accountId: string): Promise<void>;
  /** Counts a token or calendar that is made. Throws `tooManyRequests`. */
  secret(accountId: string): Promise<void>;
  /** Whether something that strangers can repeat at will is to be noted: once in a window for an account and an address. */
  worthNoting(what: string, accountId: string | null, address: string): Promise<boolean>;
}

/** Points within, and blocked for, so many seconds. */
interface Limit {
  readonly points: number;
  readonly duration: number;
  readonly blockDuration?: number;
}

const QUARTER = 15 * 60;
const HOUR = 60 * 60;
const DAY = 24 * HOUR;

const PER_ACCOUNT_AND_ADDRESS: Limit = { points: 8, duration: QUARTER, blockDuration: QUARTER };
const PER_KNOWN_BROWSER: Limit = { points: 8, duration: QUARTER, blockDuration: QUARTER };
/** Failures only: a whole office may sign in from behind one address. */
const PER_ADDRESS: Limit = { points: 60, duration: 5 * 60 };
/** Failures from all addresses together, after which the account is held, each time longer (seconds). */
const PER_ACCOUNT: Limit = { points: 40, duration: DAY };
const FIRST_HOLD = 60;
const LONGEST_HOLD = HOUR;
const PER_CONFIRMATION: Limit = { points: 8, duration: QUARTER, blockDuration: QUARTER };
const MAILS_PER_ACCOUNT_AND_ADDRESS: Limit = { points: 3, duration: HOUR };
const MAILS_PER_ACCOUNT: Limit = { points: 12, duration: HOUR };
const MAILS_PER_ADDRESS: Limit = { points: 20, duration: HOUR };
const CALENDAR_GUESSES_PER_ADDRESS: Limit = { points: 60, duration: 5 * 60 };
/** Calendars ask every few minutes at most; each asking reads whole plans. */
const READS_PER_CALENDAR: Limit = { points: 60, duration: HOUR };
const NOTED_ONCE: Limit = { points: 1, duration: QUARTER };

function waitWords(milliseconds: number): Words {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1_000));
  const minutes = Math.ceil(seconds / 60);
  return seconds < 60
    ? { zh: `${seconds}秒`, en: `${seconds} ${seconds === 1 ? "second" : "seconds"}` }
    : { zh: `${minutes}分钟`, en: `${minutes} ${minutes === 1 ? "minute" : "minutes"}` };
}

const retryAfter = (milliseconds: number) => ({ retryAfterSeconds: Math.max(1, Math.ceil(milliseconds / 1_000)) });

function tooMany(milliseconds: number): ProblemError {
  const wait = waitWords(milliseconds);
  return new ProblemError(
    "tooManyAttempts",
    { zh: `尝试次数过多，请${wait.zh}后再试。`, en: `Too many attempts: try again in ${wait.en}.` },
    retryAfter(milliseconds),
  );
}

const tooManyOf =
  (what: Words) =>
  (milliseconds: number): ProblemError => {
    const wait = waitWords(milliseconds);
    return new ProblemError(
      "tooManyRequests",
      {
        zh: `该账号${what.zh}过于频繁，请${wait.zh}后再试。已受理的内容不受影响。`,
        en: `This account ${what.en} too often: try again in ${wait.en}. What was accepted stands.`,
      },
      retryAfter(milliseconds),
    );
  };
const ACTS = tooManyOf({ zh: "办理请求", en: "acts" });
const ITEMS = tooManyOf({ zh: "批量办理事项", en: "acts on items" });
const UPLOADS = tooManyOf({ zh: "上传文件", en: "uploads" });
const SECRETS = tooManyOf({ zh: "新建令牌或日历订阅", en: "makes tokens or calendars" });

async function take(
  limiter: RateLimiterAbstract,
  key: string,
  refuse: (milliseconds: number) => ProblemError = tooMany,
  points = 1,
): Promise<void> {
  try {
    await limiter.consume(key, points);
  } catch (refused) {
    if (refused instanceof RateLimiterRes) throw refuse(refused.msBeforeNext);
    throw refused;
  }
}

export function createLimits(pool: Pool, quotas: AccountQuotas): Limits {
  const limiter = (keyPrefix: string, limit: Limit, sweeps = false) =>
    new RateLimiterPostgres({
      storeClient: pool,
      storeType: "pool",
      tableName: "rate_limit",
      tableCreated: true,
      // One of them removes what has expired, whosever it is.
      clearExpiredByTimeout: sweeps,
      keyPrefix,
      ...limit,
    });
  const here = (keyPrefix: string, points: number) => new RateLimiterMemory({ keyPrefix, points, duration: 60 });
  const pair = limiter("pair", PER_ACCOUNT_AND_ADDRESS, true);
  const browserOf = limiter("browser", PER_KNOWN_BROWSER);
  const address = limiter("address", PER_ADDRESS);
  const failures = limiter("failures", PER_ACCOUNT);
  const hold = limiter("hold", { points: 1, duration: LONGEST_HOLD });
  const confirming = limiter("confirm", PER_CONFIRMATION);
  const mailPair = limiter("mailPair", MAILS_PER_ACCOUNT_AND_ADDRESS);
  const mailTo = limiter("mail", MAILS_PER_ACCOUNT);
  const mailFrom = limiter("mailFrom", MAILS_PER_ADDRESS);
  const guesses = limiter("calendarGuess", CALENDAR_GUESSES_PER_ADDRESS);
  const reads = limiter("calendar", READS_PER_CALENDAR);
  const acts = here("acts", quotas.actsPerMinute);
  const items = here("items", quotas.itemsPerMinute);
  const uploads = limiter("uploads", { points: quotas.uploadsPerHour, duration: HOUR });
  const secrets = limiter("secrets", { points: quotas.secretsPerDay, duration: DAY });
  const noted = limiter("noted", NOTED_ONCE);

  // What was typed may be long, and may be a password: the key is short and says nothing.
  return {
    async attempt({ account, address: from, browser }) {
      if (browser !== null) return take(browserOf, `${browser} ${keyOf(account)}`);
      await take(address, from);
      await take(pair, pairOf(account, from));
      const held = await hold.get(keyOf(account));
      if (held && held.remainingPoints <= 0) throw tooMany(held.msBeforeNext);
    },
    async failed({ account, browser }) {
      // A known browser's failures hold up nobody but itself.
      if (browser !== null) return;
      const key = keyOf(account);
      const { consumedPoints } = await failures.penalty(key);
      const beyond = consumedPoints - PER_ACCOUNT.points;
      if (beyond > 0) await hold.block(key, Math.min(FIRST_HOLD * 2 ** (beyond - 1), LONGEST_HOLD));
    },
    async succeeded({ account, address: from, browser }) {
      const key = keyOf(account);
      if (browser !== null) await browserOf.delete(`${browser} ${key}`);
      else await Promise.all([pair.delete(pairOf(account, from)), address.reward(from)]);
      await Promise.all([failures.delete(key), hold.delete(key)]);
    },
    confirmation: (accountId) => take(confirming, accountId),
    async confirmed(accountId) {
      await confirming.delete(accountId);
    },
    async mail(account, from) {
      await take(mailFrom, from);
      await take(mailPair, pairOf(account, from));
      await take(mailTo, keyOf(account));
    },
    calendarGuess: (from) => take(guesses, from),
    calendarRead: (calendar) => take(reads, calendar),
    act: (accountId) => take(acts, accountId, ACTS),
    items: (accountId, count) => take(items, accountId, ITEMS, count),
    upload: (accountId) => take(uploads, accountId, UPLOADS),
    secret: (accountId) => take(secrets, accountId, SECRETS),
    async worthNoting(what, accountId, from) {
      try {
        await noted.consume(keyOf(`${what} ${accountId ?? ""} ${from}`));
        return true;
      } catch (refused) {
        if (refused instanceof RateLimiterRes) return false;
        throw refused;
      }
    },
  };
}

const pairOf = (account: string, address: string): string => `${keyOf(account)} ${address}`;

const keyOf = (account: string): string =>
  createHash("sha256").update(account.trim().toLowerCase()).digest("base64url");
