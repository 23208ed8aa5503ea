/** What the tables of deliveries hold, as a decision needs it. */
import { awaitsAnswer } from "../../domain/items/delivery.js";
import type { ItemState } from "../../domain/items/work-item.js";
import type { Deliveries, RuleSet } from "../../domain/plan/rule-set.js";
import type { Connection } from "../database/pool.js";
import * as sql from "../sql/ledger/statements.js";

/** What is known of the delivery of the 督办函 that items due now may be said not to have answered; undefined where there are none. */
export async function readDeliveries(
  connection: Connection,
  planId: string,
  items: readonly ItemState[],
  now: number,
  mode: "live" | "rehearsal",
  { offsetMinutes: offset }: RuleSet,
): Promise<Deliveries | undefined> {
  const wanted = items.flatMap((item) =>
    item.supervision !== null && awaitsAnswer(item) && item.nextDue !== null && item.nextDue <= now
      ? [{ item: item.id, document_no: item.supervision.no }]
      : [],
  );
  if (wanted.length === 0) return undefined;
  const found = await sql.readDeliveries.run(connection, { planId, wanted, rehearsal: mode === "rehearsal", offset });
  return Object.fromEntries(found.map(({ item, day }) => [item, day]));
}
