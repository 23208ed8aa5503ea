/** Items as they stand now. */
import type { LightInputs } from "../../domain/items/light.js";
import type { PlanDate, Scope } from "../../domain/plan/plan.js";
import type { ItemState } from "../../domain/items/work-item.js";
import * as sql from "../sql/items/statements.js";
import type { Pool } from "../database/pool.js";

/** What lists and lights need of an item. A small part of its state: there are thousands. */
export interface StandingItem extends LightInputs {
  readonly id: string;
  readonly stream: string;
  readonly task: number;
  readonly milestone: string;
  readonly target: string;
  readonly scope: Scope;
  readonly village: string | null;
  readonly originalDeadline: PlanDate;
  readonly deadlineVersion: number;
  readonly policy: number;
  /** Person id of who is to verify it; null: anybody of the verifying unit. */
  readonly verifier: string | null;
  /** Plan instant. */
  readonly closedAt: number | null;
}

/** The items of some streams. */
export async function standingItems(pool: Pool, planId: string, streams: readonly string[]): Promise<StandingItem[]> {
  const rows = await sql.standingItems.run(pool, { planId, streams });
  return rows.map(({ suspensions, metric, computed, done, total, timetable, ...row }) => ({
    ...row,
    suspensions: suspensions ?? [],
    // No metric is none, as in the state: SQL has no other word than null for it.
    ...(metric === null ? {} : { metric }),
    ...(computed === null ? {} : { computed }),
    ...(done === null ? {} : { done }),
    ...(total === null ? {} : { total }),
    ...(timetable === null ? {} : { timetable }),
  }));
}

export interface WholeItem {
  readonly stream: string;
  readonly state: ItemState;
  readonly ladderExhausted: boolean;
}

/** One item with all of its state; null where there is none. */
export async function wholeItem(pool: Pool, planId: string, item: string): Promise<WholeItem | null> {
  return sql.wholeItem.maybe(pool, { planId, item });
}

export interface RevisedItem {
  readonly state: ItemState;
  /** Real time at which its newest ledger row was recorded. */
  readonly revisedAt: Date;
}

/** Some items with all of their state. */
export function revisedItems(pool: Pool, planId: string, items: readonly string[]): Promise<RevisedItem[]> {
  return sql.revisedItems.run(pool, { planId, items });
}

/** All open items with all of their state, by stream. */
export async function openItems(pool: Pool, planId: string): Promise<Map<string, ItemState[]>> {
  const byStream = new Map<string, ItemState[]>();
  for (const { stream, state } of await sql.openStates.run(pool, { planId, units: null }))
    byStream.set(stream, [...(byStream.get(stream) ?? []), state]);
  return byStream;
}

/** Open items on which somebody was instructed, escalated to or applied to, or on which an instrument waits to be signed. */
export async function askedItems(pool: Pool, planId: string): Promise<ItemState[]> {
  return (await sql.askedItems.run(pool, { planId })).map(({ state }) => state);
}
