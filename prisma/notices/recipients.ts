/** Whom a draft tells: those that it names, and those who were told of the item before. */
import { INSTRUMENTS } from "../../domain/instruments/instruments.js";
import type { NewRow, NoticeDraft } from "../../domain/ledger/record.js";
import { toldOf } from "../../domain/letters/withheld.js";
import { type HeldBefore, type ItemPlace, type Recipient, resolveRecipients } from "../../domain/people/recipients.js";
import { type Told, toldOfWay } from "../../domain/people/told.js";
import type { Connection } from "../database/pool.js";
import type { Directory } from "../plans/plan-store.js";
import * as sql from "../sql/notices/statements.js";
import type { Notice } from "./notices.js";

/** By item, who was told of it before: of those items alone whose notices go by it. */
export async function toldBefore(
  connection: Connection,
  planId: string,
  rows: readonly NewRow[],
): Promise<Map<string, Told[]>> {
  const items = rows.flatMap((row) =>
    row.item !== undefined &&
    row.notices?.some((draft) => draft.oneUpIfHeldBefore || draft.onlyToPriorRecipients || draft.alsoToPriorRecipients)
      ? [row.item]
      : [],
  );
  if (items.length === 0) return new Map();
  const kept = await sql.toldBefore.run(connection, { planId, items: [...new Set(items)] });
  const told = new Map(items.map((item): [string, Told[]] => [item, []]));
  for (const { item, told: ways } of kept) told.set(item, ways.map(toldOfWay));
  return told;
}

/** What of a notice says who was told. */
export type TellingNotice = Pick<
  Notice,
  | "item_id"
  | "person"
  | "delivery"
  | "role"
  | "addressed_post"
  | "instrument"
  | "fallback_for"
  | "substitute_for"
  | "ladder"
  | "rung"
  | "deadline_version"
>;

/** A notice as what it adds to who was told. */
export const toldBy = (notice: TellingNotice, person: string): Told => ({
  role: notice.role,
  person,
  addressed: notice.addressed_post,
  instrument: notice.instrument,
  fallbackFor: notice.fallback_for,
  substituteFor: notice.substitute_for,
  ladder: notice.ladder,
  rung: notice.rung,
  version: notice.deadline_version,
});

/** The addressees named, those told of trouble before, or both, each person once; without those who are not to be told. */
export function recipientsOf(
  draft: NoticeDraft,
  place: ItemPlace,
  day: string,
  earlier: readonly Told[],
  directory: Directory,
): Recipient[] {
  const named = namedRecipients(draft, place, day, earlier, directory);
  return toldOf(named, draft.instrument, place.primaryUnit, directory.bundle.roster);
}

function namedRecipients(
  draft: NoticeDraft,
  place: ItemPlace,
  day: string,
  earlier: readonly Told[],
  directory: Directory,
): Recipient[] {
  if (draft.onlyToPriorRecipients) return priorRecipients(earlier);
  const named = resolveRecipients(directory.bundle.roster, draft, place, day, heldBefore(draft, earlier));
  if (!draft.alsoToPriorRecipients) return named;
  const people = new Set(named.map((recipient) => recipient.person));
  return [...named, ...priorRecipients(earlier).filter((recipient) => !people.has(recipient.person))];
}

function heldBefore(draft: NoticeDraft, earlier: readonly Told[]): HeldBefore {
  const rung = draft.rung;
  if (!draft.oneUpIfHeldBefore || !rung) return () => false;
  return (person, addressed, standsIn) =>
    earlier.some(
      (told) =>
        told.role === "to" &&
        (standsIn || (told.fallbackFor === null && told.substituteFor === null)) &&
        told.person === person &&
        told.addressed !== addressed &&
        told.ladder === rung.runKey &&
        told.rung !== rung.id &&
        told.version === rung.deadlineVersion,
    );
}

/** Everybody once who was told of trouble with the item, in the post in which they were: addressed sooner than by copy. */
function priorRecipients(earlier: readonly Told[]): Recipient[] {
  const people = new Map<string, Recipient>();
  // Sorted, so that the order in which the rungs were recorded (one by one, or together after an outage) does not show.
  const name = (told: Told): string =>
    `${told.role === "to" ? "0" : "1"}\u0000${told.person}\u0000${told.substituteFor ?? ""}\u0000${told.addressed}`;
  const sorted = earlier
    .filter((told) => INSTRUMENTS[told.instrument].tellsOfTrouble)
    .sort((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0));
  for (const { role, addressed: post, person, substituteFor } of sorted) {
    if (people.has(person)) continue;
    people.set(person, { role, addressed: post, post, person, ...(substituteFor === null ? {} : { substituteFor }) });
  }
  return [...people.values()];
}
