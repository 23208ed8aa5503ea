/**
 * Streams that make no headway: nothing can be recorded on them, or a live plan's let an instant pass. Noted at the stream's row and
 * alarmed, so that readiness, doctor and the office see which stream, since when, and why; whatever is recorded next takes it away.
 */
import { foreignLine } from "../../domain/language/text.js";
import { toldMessage } from "../../telemetry/errors.js";
import { streamStoppedWords } from "../../domain/streams/alarm-words.js";
import { alarmsOf, raiseAlarms } from "../alarms/alarm-store.js";
import type { Pool, Queryable } from "../database/pool.js";
import * as sql from "../sql/ledger/statements.js";

export interface StoppedStream {
  readonly plan: string;
  readonly stream: string;
  /** Real time. */
  readonly since: Date;
  /** In the database's or the program's own words; null: nobody met an error, it is only late. */
  readonly why: string | null;
}

/** An error's words, as they are kept (characters). */
const MOST_SAID = 500;

/** Notes that a stream could not be advanced, and alarms the office. Again with the same it counts up. */
export async function noteStopped(
  pool: Pool,
  { planId, stream, now }: { readonly planId: string; readonly stream: string; readonly now: number },
  error: unknown,
): Promise<void> {
  const why = foreignLine(error instanceof Error ? `${error.name}: ${toldMessage(error)}` : String(error), MOST_SAID);
  await sql.noteStopped.run(pool, { planId, stream, why });
  const detail = { stream, ...streamStoppedWords(stream, why) };
  await raiseAlarms(
    pool,
    planId,
    alarmsOf([{ key: `streamStopped/${stream}`, kind: "streamStopped", planAt: now, detail }]),
  );
}

/** The stream is going on: within the transaction that records it. */
export async function clearStopped(on: Queryable, planId: string, stream: string): Promise<void> {
  await sql.clearStopped.run(on, { planId, stream });
}

/** What is due is recorded within seconds, and sweeps wake who has not noticed: then it has stopped (milliseconds). */
const LATE = 5 * 60_000;

/** Streams of running plans that stand still, those that have longest first. */
export async function stoppedStreams(on: Queryable): Promise<StoppedStream[]> {
  return sql.stoppedStreams.run(on, { lateAfter: LATE });
}

/** Alarms of those that are only late: nobody else noticed them. Answers all that stand still. */
export async function alarmStandstill(pool: Pool): Promise<StoppedStream[]> {
  const stopped = await stoppedStreams(pool);
  for (const { plan, stream, since, why } of stopped) {
    if (why !== null) continue;
    const detail = { stream, ...streamStoppedWords(stream, `due since ${since.toISOString()}`) };
    await raiseAlarms(
      pool,
      plan,
      alarmsOf([{ key: `streamStopped/${stream}`, kind: "streamStopped", planAt: Date.now(), detail }]),
    );
  }
  return stopped;
}

const said = ({ plan, stream, since, why }: StoppedStream): string =>
  `${stream} of plan ${plan} has recorded nothing since ${since.toISOString()}${why === null ? ", though something is due" : `: ${why}`}`;

/** What an operator is told; null where all go on. */
export function standstillWords(stopped: readonly StoppedStream[]): string | null {
  const [first, ...more] = stopped;
  if (!first) return null;
  return more.length === 0 ? said(first) : `${said(first)} (and ${more.length} more streams)`;
}

/** For readiness: resolves where every stream goes on; else throws what an operator is told. */
export async function checkHeadway(pool: Pool): Promise<void> {
  const words = standstillWords(await stoppedStreams(pool));
  if (words !== null) throw new Error(words);
}
