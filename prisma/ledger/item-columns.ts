/** Items as the statements that store them take them. */
import { climbsSince, type ItemRow, partsOf } from "../../domain/items/item-row.js";
import { ITEM_STATE_VERSION, type ItemState } from "../../domain/items/work-item.js";
import { toldWay } from "../../domain/people/told.js";
import { type TellingNotice, toldBy } from "../notices/recipients.js";

/** Ways in which somebody was told of items, by item: those that notices add. */
export type Ways = ReadonlyMap<string, readonly string[]>;

/** The ways that notices add to what was told of their items before. */
export function waysOf(notices: readonly TellingNotice[]): Ways {
  const ways = new Map<string, string[]>();
  for (const notice of notices) {
    const { item_id: item, person, delivery } = notice;
    // A draft has told nobody.
    if (item === null || person === null || delivery === "draft") continue;
    const way = toldWay(toldBy(notice, person));
    if (way === null) continue;
    const own = ways.get(item);
    if (own) own.push(way);
    else ways.set(item, [way]);
  }
  return ways;
}

/** Of an item, what steps of time change. */
function hotColumns({ suspended: _suspended, state, ...flags }: ItemRow, ways: Ways) {
  const { nextDue, beyondCalendar, id } = state;
  return { id, nextDue, beyondCalendar, ...flags, told: ways.get(id) ?? [] };
}

/** Items as the statement `putItems` takes them; the places of those that rows register are the rows' numbers. */
export function itemColumns(
  items: readonly ItemRow[],
  rows: readonly { readonly type: string; readonly item?: string | undefined; readonly seq: number }[],
  ways: Ways,
): object[] {
  const places = new Map(rows.flatMap(({ type, item, seq }) => (type === "registered" ? [[item, seq] as const] : [])));
  return items.map((item) => {
    const { climbs, atRest } = partsOf(item.state);
    const place = places.get(item.state.id) ?? 0;
    const { suspended } = item;
    return { ...hotColumns(item, ways), suspended, place, version: ITEM_STATE_VERSION, climbs, state: atRest };
  });
}

/** Items as the statement `climbItems` takes them, and those that are to be written whole. `stored`: as they stand in the table. */
export function climbColumns(
  items: readonly ItemRow[],
  stored: ReadonlyMap<string, ItemState>,
  ways: Ways,
): { readonly climbed: object[]; readonly changed: ItemRow[] } {
  const climbed: object[] = [];
  const changed: ItemRow[] = [];
  for (const item of items) {
    const before = stored.get(item.state.id);
    const climbs = before ? climbsSince(before, item.state) : null;
    if (climbs === null) changed.push(item);
    else climbed.push({ ...hotColumns(item, ways), climbs });
  }
  return { climbed, changed };
}
