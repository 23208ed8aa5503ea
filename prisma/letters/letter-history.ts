/** What was done about items before a letter: told upward, so that a leader sees what has been tried. */
import { RUNG_INSTRUMENTS, type RungInstrument } from "../../domain/instruments/instruments.js";
import type { Done } from "../../domain/letters/letter-model.js";
import type { Pool } from "../database/pool.js";
import * as sql from "../sql/letters/statements.js";

export interface Given {
  readonly instrument: RungInstrument;
  readonly days: readonly string[];
}

export type History = ReadonlyMap<string, readonly Given[]>;

/** By item: the plan days on which each instrument about its deadline went out, in order. Adds what is missing to `history`. */
export async function readHistory(
  pool: Pool,
  planId: string,
  items: readonly string[],
  history: Map<string, Given[]>,
): Promise<void> {
  const missing = items.filter((item) => !history.has(item));
  if (missing.length === 0) return;
  for (const item of missing) history.set(item, []);
  const rows = await sql.readHistory.run(pool, { planId, items: missing, instruments: RUNG_INSTRUMENTS });
  for (const { item_id, ...given } of rows) history.get(item_id)?.push(given);
}

const NONE: readonly Given[] = [];
const RANKS = Object.fromEntries(RUNG_INSTRUMENTS.map((instrument, rank) => [instrument, rank])) as Readonly<
  Record<RungInstrument, number>
>;

/** What had been done about the item before a plan day, in the ladder's order. */
export function doneBefore(history: History, item: string, day: string): Done[] {
  const done: Done[] = [];
  // Asked of each line of each list: without a function or an array for any of them.
  for (const { instrument, days } of history.get(item) ?? NONE) {
    let times = 0;
    while (times < days.length && (days[times] ?? "") < day) times++;
    const last = days[times - 1];
    if (last !== undefined) done.push({ instrument, times, last });
  }
  return done.length < 2 ? done : done.sort((a, b) => RANKS[a.instrument] - RANKS[b.instrument]);
}
