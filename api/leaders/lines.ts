/**
 * An item as a leader's page tells it in a line: its light and since when, with whom it hangs, what the unit said last, and what
 * was done about it. All of it is derived from the item and its ledger at the moment of asking.
 */
import { INSTRUMENTS, type Instrument } from "../../domain/instruments/instruments.js";
import type { ItemEventType } from "../../domain/ledger/events.js";
import { countedDay } from "../../domain/ladder/counted-days.js";
import { calendarVersion } from "../../domain/plan/rule-set.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import { dateAt } from "../../domain/plan/plan-date.js";
import { type RecordedRow, rowsAbout } from "../../prisma/ledger/ledger-rows.js";
import type { Pool } from "../../prisma/database/pool.js";
import { groupBy } from "../../domain/plan/group-by.js";
import { itemView } from "../items/view.js";
import type { PlanView } from "../views/plan-view.js";
import { isUnchecked } from "./checked.js";
import type { LitItem } from "../views/standings.js";
import type { Line } from "./schemas.js";

/** Rows in which a unit speaks, and rows by which it was pressed. */
const WORDS = [
  "progressReported",
  "reported",
  "answered",
  "instructionReplied",
] as const satisfies readonly ItemEventType[];
const PRESSING = ["rungFired", "instrumentSigned"] as const satisfies readonly ItemEventType[];

/** What the ledger has of some items that their lines tell, by item, oldest first. */
export type LineRows = ReadonlyMap<string, readonly RecordedRow[]>;

export async function lineRows(pool: Pool, planId: string, items: readonly LitItem[]): Promise<LineRows> {
  const ids = [...new Set(items.map(({ item }) => item.id))];
  const rows = await rowsAbout(pool, planId, ids, [...WORDS, ...PRESSING, "instructionForwarded"]);
  return groupBy(rows, ({ item }) => item ?? "");
}

const isOneOf = (types: readonly string[], { type }: RecordedRow): boolean => types.includes(type);

/** Of a 书面答复 its cause and its measures. */
function textOf({ payload }: RecordedRow): string {
  if ("text" in payload) return String(payload.text).trim();
  return "cause" in payload && "measures" in payload ? `${String(payload.cause)}；${String(payload.measures)}` : "";
}

/** What the unit that owes it said last, and when; null where it has said nothing. */
function lastWords(rows: readonly RecordedRow[], { item }: LitItem, plan: PlanView): Line["lastWords"] {
  const row = rows.findLast(
    (one) =>
      isOneOf(WORDS, one) && one.actor?.unit === item.primaryUnit && textOf(one) !== "" && !isUnchecked(one, rows),
  );
  return row ? { text: textOf(row), on: dateAt(row.at, plan.ruleSet.offsetMinutes) } : null;
}

/** 催办单 and 督办函: a reminder before the deadline presses nobody yet. */
const tellsOfPressure = (instrument: Instrument): boolean =>
  INSTRUMENTS[instrument].presses === true && INSTRUMENTS[instrument].tellsOfTrouble === true;

/** By which instruments it was pressed under its present deadline, each with its newest day; what waits for a signature is none. */
function pressed(rows: readonly RecordedRow[], { item }: LitItem, plan: PlanView): Line["pressed"] {
  const days = new Map<Instrument, PlanDate>();
  for (const row of rows.filter((one) => isOneOf(PRESSING, one))) {
    if (!("instrument" in row.payload) || !("version" in row.payload)) continue;
    const instrument = row.payload.instrument as Instrument;
    const isOfDeadline = row.type !== "rungFired" || ("run" in row.payload && row.payload.run === "deadline");
    if (isOfDeadline && row.payload.version === item.deadlineVersion && tellsOfPressure(instrument))
      days.set(instrument, dateAt(row.at, plan.ruleSet.offsetMinutes));
  }
  return [...days].map(([instrument, on]) => ({ instrument, on }));
}

/** The working day from which it counts as overdue, suspended days left out; null where it is not. */
export function overdueSince({ item, reason, calendar }: LitItem, { ruleSet }: PlanView): PlanDate | null {
  return reason.rule === "overdue" ? countedDay(item, item.deadline, 1, calendarVersion(ruleSet, calendar)) : null;
}

/** `rows`: as `lineRows` read them. */
export function lineView(lit: LitItem, rows: LineRows, plan: PlanView): Line {
  const { names, today } = plan;
  const { awaited } = lit.reason;
  const own = rows.get(lit.item.id) ?? [];
  return {
    item: itemView(lit, plan, today),
    since: overdueSince(lit, plan),
    awaited: awaited && { unit: names.unitRef(awaited.unit, today), step: awaited.step },
    lastWords: lastWords(own, lit, plan),
    pressed: pressed(own, lit, plan),
  };
}

/** Those that ask for attention, the longest overdue first, then the nearest deadline. */
export function byUrgency(items: readonly LitItem[]): LitItem[] {
  return items
    .filter(({ reason }) => reason.light === "red" || reason.light === "yellow")
    .sort(
      (a, b) =>
        b.reason.workingDaysOverdue - a.reason.workingDaysOverdue ||
        Number(b.reason.light === "red") - Number(a.reason.light === "red") ||
        (a.item.deadline < b.item.deadline ? -1 : a.item.deadline > b.item.deadline ? 1 : 0),
    );
}
