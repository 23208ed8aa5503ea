/** The places and units that cells of registers can name, by id, name and alias. */
import type { Roster } from "../plan/roster.js";
import { plain, type Places } from "./values.js";

type Index = Map<string, string | null>;

const known = new WeakMap<Roster, Places>();

/** Worked out once for each roster. */
export function placesOf(roster: Roster): Places {
  const before = known.get(roster);
  if (before) return before;
  const [village, township, unit]: [Index, Index, Index] = [new Map(), new Map(), new Map()];
  const add = (index: Index, name: string, id: string): void => {
    const named = index.get(plain(name));
    index.set(plain(name), named === undefined || named === id ? id : null);
  };
  for (const { id, name } of roster.townships) {
    add(township, name, id);
    add(township, id, id);
  }
  const townships = new Map(roster.townships.map(({ id, name }) => [id, name]));
  for (const { id, name, township: of } of roster.villages) {
    add(village, name, id);
    add(village, `${townships.get(of) ?? ""}${name}`, id);
  }
  for (const { id, names, aliases } of roster.units) {
    for (const name of names) {
      add(unit, name.value, id);
      if (name.fullName !== undefined) add(unit, name.fullName, id);
    }
    for (const alias of aliases) add(unit, alias, id);
  }
  // An id is always itself, whatever else is called so.
  for (const { id } of roster.villages) village.set(id, id);
  for (const { id } of roster.units) unit.set(id, id);
  const places: Places = {
    village: (text) => village.get(text),
    township: (text) => township.get(text),
    unit: (text) => unit.get(text),
  };
  known.set(roster, places);
  return places;
}
