/**
 * In a live plan nothing is decided of an instant that has not come by the database's clock. The instant of an advance comes with the
 * workflow's request, is signed by nobody, and is the clock of Temporal's server (or of whoever answers workflow tasks in a worker's
 * place); a rehearsal's is its own.
 */
import { clockAheadWords } from "../../domain/streams/alarm-words.js";
import { alarmsOf, raiseAlarms } from "../alarms/alarm-store.js";
import type { Pool } from "../database/pool.js";
import * as sql from "../sql/ledger/statements.js";

/** What the postman is called where streams are named. */
const POSTMAN_STREAM = "postman";

/** How far the clocks of two machines may be apart (milliseconds). */
const MOST_AHEAD = 60_000;

/** Tried again it is accepted once the database's clock has come to the instant, or the clocks agree. */
export class ClockAhead extends Error {
  constructor(
    readonly stream: string,
    readonly instant: number,
    readonly databaseNow: number,
  ) {
    super(clockAheadWords(stream, instant, databaseNow).en);
    this.name = "ClockAhead";
  }
}

/** Throws ClockAhead. `mode` is what the plan's row says, not what is asked. */
export function checkClock(
  { stream, now, openedAt }: { readonly stream: string; readonly now: number; readonly openedAt: number },
  mode: "live" | "rehearsal",
  databaseNow: number,
): void {
  const instant = Math.max(now, openedAt);
  // What is no number is not before anything either.
  if (mode === "live" && !(instant <= databaseNow + MOST_AHEAD)) throw new ClockAhead(stream, instant, databaseNow);
}

/** The same of a plan's letters, which close up to an instant that the postman is told or reads off its clock. */
export async function checkClosing(pool: Pool, planId: string, upTo: number): Promise<void> {
  const clock = await sql.realClock.maybe(pool, { planId });
  if (clock) checkClock({ stream: POSTMAN_STREAM, now: upTo, openedAt: upTo }, clock.mode, clock.databaseNow);
}

/** The office and the operators are told whose clocks to compare. */
export async function alarmClockAhead(
  pool: Pool,
  planId: string,
  { stream, instant, databaseNow }: ClockAhead,
): Promise<void> {
  const detail = { stream, ...clockAheadWords(stream, instant, databaseNow) };
  await raiseAlarms(
    pool,
    planId,
    alarmsOf([{ key: `clockAhead/${stream}`, kind: "clockAhead", planAt: databaseNow, detail }]),
  );
}
