/** Alarms: what the office or an operator must see. One row per cause, counted, never deleted. */
import type { Instrument } from "../../domain/instruments/instruments.js";
import { foreignLine } from "../../domain/language/text.js";
import { formOf } from "../../domain/letters/forms.js";
import { clientOf } from "../database/client.js";
import { fromJson } from "../database/columns.js";
import type { Pool, Queryable } from "../database/pool.js";
import * as sql from "../sql/alarms/statements.js";
import { measureLetters } from "../sql/letters/statements.js";

export interface Alarm {
  /** What it is about: the same key counts up. */
  readonly key: string;
  readonly kind:
    | "vacantPost"
    | "unfilledRole"
    | "nobody"
    | "noEmail"
    | "unreachable"
    | "letterFailed"
    | "letterReturned"
    | "channelRefused"
    | (string & {});
  /** Plan instant of the latest one. */
  readonly planAt: number;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly count: number;
}

/** Counts alarms of the same key together. */
export function alarmsOf(single: readonly Omit<Alarm, "count">[]): Alarm[] {
  const found = new Map<string, Alarm>();
  for (const alarm of single) {
    const earlier = found.get(alarm.key);
    found.set(alarm.key, {
      ...alarm,
      planAt: Math.max(alarm.planAt, earlier?.planAt ?? alarm.planAt),
      count: (earlier?.count ?? 0) + 1,
    });
  }
  return [...found.values()].sort(byKey);
}

/** A key is indexed, and what it is about may be the very text that is too long for an index (characters). */
const LONGEST_KEY = 400;

/**
 * An alarm as the database takes it, whatever it is about: what tells of a text that could not be stored must not fail for the same
 * reason.
 */
function storable<T extends Pick<Alarm, "key" | "detail">>(alarm: T): T {
  return { ...alarm, key: foreignLine(alarm.key, LONGEST_KEY), detail: storableValue(alarm.detail) as T["detail"] };
}

function storableValue(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/[\0\p{Cs}]/gu, " ");
  if (Array.isArray(value)) return value.map(storableValue);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, storableValue(one)]));
}

/** One of each key (alarmsOf); in key order, as writers that meet must lock rows in the same order. */
export async function raiseAlarms(on: Queryable, planId: string, alarms: readonly Alarm[]): Promise<void> {
  if (alarms.length === 0) return;
  const sorted = (await named(on, planId, alarms)).map(storable).sort(byKey);
  await sql.raiseAlarms.count(on, {
    planId,
    alarms: sorted.map(({ key, kind, planAt, detail, count }) => ({ key, kind, plan_at: planAt, detail, count })),
  });
}

/** An alarm of a letter calls it by its form, as lists and the letter itself do. */
async function named(on: Queryable, planId: string, alarms: readonly Alarm[]): Promise<readonly Alarm[]> {
  const letters = alarms.flatMap(({ detail }) => (typeof detail["letter"] === "string" ? [detail["letter"]] : []));
  if (letters.length === 0) return alarms;
  const rows = await measureLetters.run(on, { planId, letters });
  const facts = new Map<string, Readonly<Record<string, unknown>>>(rows.map((row) => [row.letter, row]));
  return alarms.map((alarm) => {
    const { letter, instrument } = alarm.detail;
    const held = typeof letter === "string" ? facts.get(letter) : undefined;
    if (held === undefined || typeof instrument !== "string") return alarm;
    const form = formOf(instrument as Instrument, (fact) => held[fact] === true);
    return { ...alarm, detail: { ...alarm.detail, form } };
  });
}

const byKey = (a: Alarm, b: Alarm): number => (a.key < b.key ? -1 : 1);

/** How many alarms a plan has. */
export const countAlarms = (pool: Pool, planId: string): Promise<number> =>
  clientOf(pool).alarm.count({ where: { planId } });

/** A plan's alarms, the latest first: all, or the first so many. */
export async function listAlarms(pool: Pool, planId: string, limit?: number): Promise<Alarm[]> {
  const rows = await clientOf(pool).alarm.findMany({
    where: { planId },
    orderBy: [{ planAt: "desc" }, { key: "asc" }],
    ...(limit !== undefined && { take: limit }),
  });
  return rows.map(({ key, kind, planAt, detail, count }) => ({
    key,
    kind,
    count,
    planAt: Number(planAt),
    detail: fromJson<Alarm["detail"]>(detail),
  }));
}
