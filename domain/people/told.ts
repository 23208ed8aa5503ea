/**
 * Who was told of an item before: what later rungs and the end of the trouble go by. Kept with the item by every recording, each way
 * of telling once, so that nobody searches all notices for it.
 */
import { type Instrument, INSTRUMENTS } from "../instruments/instruments.js";

/** One way in which somebody was told: repetitions of it are the same way. */
export interface Told {
  readonly role: "to" | "copy";
  readonly person: string;
  /** The post addressed. */
  readonly addressed: string;
  readonly instrument: Instrument;
  /** The vacant post it was meant for; null: the addressed one was held. */
  readonly fallbackFor: string | null;
  readonly substituteFor: string | null;
  /** The key of the ladder's run, its rung and the deadline version; null where people told it. */
  readonly ladder: string | null;
  readonly rung: string | null;
  readonly version: number | null;
}

/** Ids hold no tab (loader/schemas). */
const SEPARATOR = "\t";

/** As it is stored; null: nothing ever goes by it. The same as the migration hot_items says in SQL. */
export function toldWay(told: Told): string | null {
  const { role, person, addressed, instrument, fallbackFor, substituteFor, ladder, rung, version } = told;
  const counts = INSTRUMENTS[instrument].tellsOfTrouble === true || (role === "to" && rung !== null);
  if (!counts) return null;
  const parts = [role, person, addressed, instrument, fallbackFor, substituteFor, ladder, rung, version];
  return parts.map((part) => part ?? "").join(SEPARATOR);
}

/** What was stored. */
export function toldOfWay(way: string): Told {
  const [role, person = "", addressed = "", instrument, ...rest] = way.split(SEPARATOR);
  const [fallbackFor, substituteFor, ladder, rung, version] = rest.map((part) => (part === "" ? null : part));
  return {
    role: role === "to" ? "to" : "copy",
    person,
    addressed,
    instrument: instrument as Instrument,
    fallbackFor: fallbackFor ?? null,
    substituteFor: substituteFor ?? null,
    ladder: ladder ?? null,
    rung: rung ?? null,
    version: version == null ? null : Number(version),
  };
}
