/** What was done about items before a letter: told upward, so that a leader sees what has been tried. */
import { type Instrument, RUNG_INSTRUMENTS } from "../../domain/instruments/instruments.js";
import type { Done } from "../../mail/letter-model.js";
import type { Pool } from "../database/pool.js";

interface Row {
  item_id: string;
  instrument: Instrument;
  days: readonly string[];
}

export type History = ReadonlyMap<string, readonly { instrument: Instrument; days: readonly string[] }[]>;

/** By item: the plan days on which each instrument about its deadline went out, in order. */
export async function readHistory(pool: Pool, planId: string, items: readonly string[]): Promise<History> {
  const history = new Map<string, { instrument: Instrument; days: readonly string[] }[]>();
  if (items.length === 0) return history;
  const { rows } = await pool.query<Row>(
    `SELECT item_id, instrument, array_agg(DISTINCT plan_day::text ORDER BY plan_day::text) AS days FROM notice
     WHERE plan_id = $1 AND item_id = ANY($2) AND role = 'to' AND delivery <> 'draft' AND instrument = ANY($3)
       AND (ladder = 'deadline' OR ladder IS NULL)
     GROUP BY item_id, instrument`,
    [planId, items, RUNG_INSTRUMENTS],
  );
  for (const { item_id, instrument, days } of rows) {
    const found = history.get(item_id) ?? [];
    found.push({ instrument, days });
    history.set(item_id, found);
  }
  return history;
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
