/** Letters on their way out by mail, under leases (leases.ts). What mail servers answer stands here only, outside the ledger. */
import { foreignLine } from "../../domain/language/text.js";
import { type Alarm, alarmsOf, raiseAlarms } from "../alarms/alarm-store.js";
import { type Connection, inTransaction, type Pool } from "../database/pool.js";
import * as sql from "../sql/letters/statements.js";
import { failOver, type FailedLetter, type Surroundings } from "./failover.js";
import { BACKOFF, type Claim, GIVE_UP_AFTER, LEASE, MOST_SAID, untilClaim } from "./leases.js";

export interface SendFailure extends Claim {
  readonly error: string;
  /** The server will never take it: it is not tried again and the office is alarmed. Otherwise it is queued again. */
  readonly permanent: boolean;
}

/** Claims up to `limit` letters that may be sent now, oldest first. Any number of senders may claim at once. */
export function claimLetters(pool: Pool, planId: string, limit: number): Promise<Claim[]> {
  return sql.claimLetters.run(pool, { planId, limit, lease: LEASE });
}

/** A sender's heartbeat for the letters it has claimed. Answers those that are still its own: the others may be another's. */
export async function renewLetterLeases(pool: Pool, planId: string, claims: readonly Claim[]): Promise<Set<string>> {
  if (claims.length === 0) return new Set();
  const rows = await sql.renewLetterLeases.run(pool, { planId, claims, lease: LEASE });
  return new Set(rows.map(({ id }) => id));
}

/** Gives letters back as if they had not been claimed: the server was away, or the sender has to stop. */
export async function releaseLetters(pool: Pool, planId: string, claims: readonly Claim[], why: string): Promise<void> {
  if (claims.length > 0) await sql.releaseLetters.count(pool, { planId, claims, why: foreignLine(why, MOST_SAID) });
}

export async function markSent(pool: Pool, planId: string, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await sql.markLettersSent.count(pool, { planId, ids });
}

interface FailedByMail extends FailedLetter {
  readonly closed_at: number;
  readonly last_error: string;
}

/**
 * Marks refusals. `now`: plan instant of the alarms; null takes each letter's own closing (a rehearsal's sending trails its
 * clock). `others`: the channels beside mail by which a letter goes that no mail server will take; null: there are none.
 */
export async function markFailed(
  pool: Pool,
  planId: string,
  failures: readonly SendFailure[],
  now: number | null,
  others: Surroundings | null,
): Promise<void> {
  if (failures.length === 0) return;
  await inTransaction(pool, async (connection) => {
    const marked = await sql.markLettersFailed.run(connection, {
      planId,
      failures: failures.map(({ id, lease, error, permanent }) => ({
        id,
        lease,
        error: foreignLine(error, MOST_SAID),
        permanent,
      })),
      giveUpAfter: GIVE_UP_AFTER,
      ...BACKOFF,
    });
    const alarms: Omit<Alarm, "count">[] = [];
    for (const letter of marked.filter(({ state }) => state === "failed"))
      alarms.push(others ? await leaveMail(connection, planId, letter, others) : mailRefused(letter, now));
    await raiseAlarms(connection, planId, alarmsOf(alarms));
  });
}

function mailRefused(letter: FailedByMail, now: number | null): Omit<Alarm, "count"> {
  const { id, person, instrument, plan_day, document_no, closed_at, last_error } = letter;
  return {
    // By person: a dead address is one trouble, however many letters it swallows.
    key: `letterFailed/${person ?? id}`,
    kind: "letterFailed",
    // After its closing: that day's alarms have been told already.
    planAt: now ?? closed_at + 1,
    detail: { person, letter: id, instrument, planDay: plan_day, documentNo: document_no, error: last_error },
  };
}

/** From here on the letter is one of channels, of which mail has failed. */
async function leaveMail(
  connection: Connection,
  planId: string,
  letter: FailedByMail,
  others: Surroundings,
): Promise<Omit<Alarm, "count">> {
  await sql.moveLetterToChannels.count(connection, { planId, id: letter.id });
  return failOver(connection, planId, letter, [{ channel: "mail", error: letter.last_error }], others);
}

/** Milliseconds until the next letter may be claimed (0: now); null when none is waiting or under way. */
export async function nextLetterClaim(pool: Pool, planId: string): Promise<number | null> {
  return untilClaim((await sql.nextLetterClaim.one(pool, { planId })).wait);
}
