/** Decides on a stream of items: reads those that a decision needs, each by itself. */
import { wholeOf } from "../../domain/items/item-row.js";
import { ITEM_STATE_VERSION, type ItemState } from "../../domain/items/work-item.js";
import type { Decision, ItemStreamKind, Wanted } from "../../domain/streams/kind.js";
import type { Connection } from "../database/pool.js";
import type { PlanRules } from "../plans/rules-cache.js";
import * as sql from "../sql/ledger/statements.js";
import type { LockedStream, StoredItems } from "./append.js";
import { readDeliveries } from "./deliveries.js";
import type { Around } from "./stream-head.js";
import { readRows } from "./stream-rows.js";

/** Of what is due and asked, what one attempt deals with. */
export interface Part {
  /** False: what is due waits. A list: of what is due, these items' steps alone. */
  readonly due: boolean | readonly string[];
}

/** A decision, and what of it is known beside. */
export interface Made {
  readonly decision: Decision;
  /** What is due waits for other streams. */
  readonly waits?: boolean;
  /** The items that were read for it. */
  readonly stored?: StoredItems;
}

export async function decideItems(
  connection: Connection,
  kind: ItemStreamKind,
  at: LockedStream,
  wanted: Wanted,
  { due }: Part,
  { ruleSet }: PlanRules,
  mode: Around["mode"],
): Promise<Made> {
  const { ids, allOpen } = kind.needs(wanted);
  const only = typeof due === "boolean" ? null : due;
  const { planId, stream } = at;
  const asked = { planId, stream, ids, allOpen, due: due !== false, now: wanted.now, only };
  const rows = (await sql.itemsToDecide.run(connection, asked)).map(({ id, version, state, climbs, ...due }) => ({
    id,
    version,
    state: wholeOf(state, climbs, due),
  }));
  const items = await madeAnew(connection, kind, at, rows, ruleSet);
  const deliveries = await readDeliveries(connection, planId, items, wanted.now, mode, ruleSet);
  const rules = deliveries === undefined ? ruleSet : { ...ruleSet, deliveries };
  // What an earlier release stored is written whole.
  const current = rows.filter(({ version }) => version === ITEM_STATE_VERSION);
  return {
    decision: kind.decide({ ...at, items }, wanted, rules),
    stored: new Map(current.map(({ id, state }) => [id, state])),
  };
}

/** States that another release stored are made again from the rows of their items. */
async function madeAnew(
  connection: Connection,
  kind: ItemStreamKind,
  at: LockedStream,
  stored: readonly { readonly id: string; readonly state: ItemState; readonly version: number }[],
  ruleSet: PlanRules["ruleSet"],
): Promise<ItemState[]> {
  const old = stored.filter(({ version }) => version !== ITEM_STATE_VERSION).map(({ id }) => id);
  if (old.length === 0) return stored.map(({ state }) => state);
  const rows = await readRows(connection, at.planId, at.stream, 0, old);
  const anew = new Map(kind.project(at.stream, rows, ruleSet).items.map(({ state }) => [state.id, state]));
  return stored.map(({ id, state }) => anew.get(id) ?? state);
}
