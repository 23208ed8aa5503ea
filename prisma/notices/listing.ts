/** What a month's 久拖未决清单 is made of: what is open, and since the list before what has ended and what was submitted to whom. */
import { INSTRUMENT_IDS, INSTRUMENTS } from "../../domain/instruments/instruments.js";
import type { EndedItem, LongOverdueItem, SinceLastList } from "../../domain/letters/long-overdue.js";
import { awaitedUnit } from "../../domain/items/work-item.js";
import { dateAt } from "../../domain/plan/plan-date.js";
import { PLAN_STREAM } from "../../domain/streams/streams.js";
import type { Connection } from "../database/pool.js";
import type { Directory } from "../plans/plan-store.js";
import { endedItems, longOverdueItems } from "../sql/items/statements.js";
import { lastListed } from "../sql/ledger/statements.js";
import { submissions } from "../sql/notices/statements.js";

export interface Listing {
  readonly items: readonly LongOverdueItem[];
  readonly since: SinceLastList;
}

export const NOTHING_LISTED: Listing = { items: [], since: { ended: [], submissions: [] } };

/** What reaches a leader by these was submitted to them: 呈阅件, 约谈建议, the lists themselves. */
const SUBMITTED = INSTRUMENT_IDS.filter((id) => {
  const { direction, tellsOfTrouble, monthlyList } = INSTRUMENTS[id];
  return (direction === "upward" && tellsOfTrouble) || monthlyList;
});

/** `at`: the plan instant of the list. */
export async function readListing(
  connection: Connection,
  planId: string,
  at: number,
  { bundle, offsetMinutes }: Directory,
): Promise<Listing> {
  const open = await longOverdueItems.run(connection, { planId });
  const last = await lastListed.one(connection, { planId, stream: PLAN_STREAM, before: at });
  const since = last.at ?? 0;
  const states = await endedItems.run(connection, { planId, since, upTo: at });
  const ended = states.flatMap(({ state }): EndedItem[] => {
    const { status, closedAt } = state;
    if ((status !== "closed" && status !== "cancelled") || closedAt === null) return [];
    return [{ ...state, status, endedOn: dateAt(closedAt, offsetMinutes) }];
  });
  const items = ended.map(({ id }) => id);
  const told = await submissions.run(connection, { planId, instruments: SUBMITTED, since, upTo: at, items });
  const { bodies } = bundle.roster;
  return {
    items: open.map(({ state }) => ({ ...state, awaited: awaitedUnit(state, bodies) })),
    since: { ended, submissions: told },
  };
}
