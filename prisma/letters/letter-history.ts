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

/** What had been done about the item before a plan day, in the ladder's order. */
export function doneBefore(history: History, item: string, day: string): Done[] {
  const found = history.get(item) ?? [];
  return RUNG_INSTRUMENTS.flatMap((instrument): Done[] => {
    const days = found.find((entry) => entry.instrument === instrument)?.days.filter((each) => each < day) ?? [];
    const last = days.at(-1);
    return last === undefined ? [] : [{ instrument, times: days.length, last }];
  });
}
