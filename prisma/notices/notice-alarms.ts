/** What the office is told beside notices: whom they did not reach, and what the calendar does not tell. */
import type { ItemRow } from "../../domain/items/item-row.js";
import type { NewRow } from "../../domain/ledger/record.js";
import { dateAt } from "../../domain/plan/plan-date.js";
import type { Roster } from "../../domain/plan/roster.js";
import { unitNameOn } from "../../domain/people/directory.js";
import { undeliveredWords } from "../../domain/streams/alarm-words.js";
import { type Alarm, alarmsOf } from "../alarms/alarm-store.js";
import type { Directory } from "../plans/plan-store.js";
import type { Notice } from "./notices.js";

/** What the office is told beside: vacant posts, roles that nobody fills, and notices that reach nobody. */
export function noticeAlarms(items: readonly ItemRow[], notices: readonly Notice[], roster: Roster): Alarm[] {
  const posts = new Set(roster.posts.map((post) => post.id));
  const villages = new Map(items.map(({ state }) => [state.id, state.village]));
  return alarmsOf(
    notices.flatMap((notice): Omit<Alarm, "count">[] => {
      const { post, at: planAt, addressed_post: addressed, fallback_for: vacant } = notice;
      if (notice.person === null)
        return [{ key: `nobody/${addressed}`, kind: "nobody", planAt, detail: { post: addressed } }];
      if (vacant === null || notice.substitute_for !== null) return [];
      if (posts.has(vacant))
        return [{ key: `vacant/${vacant}`, kind: "vacantPost", planAt, detail: { post: vacant, fellTo: post } }];
      // A role around the item that has no post that day, say a gap in a village's pairing.
      const item = notice.item_id;
      const about = (item === null ? null : villages.get(item)) ?? item;
      const key = `unfilled/${vacant}${about === null ? "" : `/${about}`}`;
      return [{ key, kind: "unfilledRole", planAt, detail: { role: vacant, item, fellTo: post } }];
    }),
  );
}

/** Signed 督办函 that turned out not to have reached their unit when their answer was due. */
export function deliveryAlarms(
  rows: readonly NewRow[],
  items: readonly ItemRow[],
  { bundle, offsetMinutes }: Directory,
): Alarm[] {
  const units = new Map(items.map(({ state }) => [state.id, state.primaryUnit]));
  return alarmsOf(
    rows.flatMap((row): Omit<Alarm, "count">[] => {
      if (row.type !== "deliveryChecked" || row.payload.deliveredOn !== undefined) return [];
      const { documentNo } = row.payload;
      const unit = unitNameOn(bundle.roster, units.get(row.item) ?? "", dateAt(row.at, offsetMinutes));
      const detail = { documentNo, ...undeliveredWords(documentNo, unit) };
      return [{ key: `letterUndelivered/${documentNo}`, kind: "letterUndelivered", planAt: row.at, detail }];
    }),
  );
}

/** Items whose next step lies in a year without calendar, and steps counted by a year that is provisional only. */
export function calendarAlarms(
  {
    rows,
    items,
    nextDue: next,
  }: { readonly rows: readonly NewRow[]; readonly items: readonly ItemRow[]; readonly nextDue: number | null },
  directory: Directory,
): Alarm[] {
  const beyond = items.flatMap((item): Omit<Alarm, "count">[] => {
    const year = item.state.beyondCalendar;
    if (typeof year !== "number") return [];
    const planAt = rows.at(-1)?.at ?? 0;
    return [{ key: `calendarMissing/${year}`, kind: "calendarMissing", planAt, detail: { year } }];
  });
  const due = next === null ? null : dateAt(next, directory.offsetMinutes);
  const year = directory.bundle.calendar.years.find((entry) => due?.startsWith(`${entry.year}-`));
  if (next === null || !year?.provisional) return alarmsOf(beyond);
  const key = `calendarProvisional/${year.year}`;
  return alarmsOf([...beyond, { key, kind: "calendarProvisional", planAt: next, detail: { year: year.year } }]);
}
