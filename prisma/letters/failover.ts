/**
 * Where all the channels that were chosen for a letter are of no use, it goes by whatever else reaches the person; where nothing
 * is left, the office is alarmed and the letter waits to be handed over. Where there is nothing but mail, a letter that no mail
 * server takes has failed.
 */
import type { Instrument } from "../../domain/instruments/instruments.js";
import { type Channel, reachableBy } from "../../domain/letters/channels.js";
import type { Alarm } from "../alarms/alarm-store.js";
import type { Connection } from "../database/pool.js";
import type { Directory } from "../plans/plan-store.js";
import * as sql from "../sql/letters/statements.js";

/** A letter that one or all of its channels have failed. */
export interface FailedLetter {
  readonly id: string;
  readonly person: string | null;
  readonly instrument: Instrument;
  readonly plan_day: string;
  readonly closed_at: number;
  readonly document_no: string | null;
}

/** A channel that was of no use, and why. */
export interface Tried {
  readonly channel: Channel;
  readonly error: string | null;
}

/**
 * Which channels there are, and the plan instant of what the office is told; null: each letter's own closing, as a rehearsal's
 * sending trails its clock.
 */
export interface Surroundings {
  readonly configured: readonly Channel[];
  readonly directory: Directory;
  readonly now: number | null;
}

const isMail = (channel: Channel): boolean => channel === "mail";

/** After its closing: that day's alarms have been told already. */
const toldAt = ({ closed_at }: FailedLetter, now: number | null): number => now ?? closed_at + 1;

/** All channels that a letter had are of no use: it goes by the others that reach the person; else it is left to be handed over. */
export async function failOver(
  connection: Connection,
  planId: string,
  letter: FailedLetter,
  tried: readonly Tried[],
  { configured, directory, now }: Surroundings,
): Promise<Alarm> {
  const person = directory.bundle.roster.persons.find(({ id }) => id === letter.person);
  const left = (person ? reachableBy(person, configured) : []).filter(
    (channel) => !tried.some((each) => each.channel === channel),
  );
  if (left.length > 0) {
    await addDeliveries(
      connection,
      planId,
      left.map((channel, at) => ({ letter: letter.id, channel, place: tried.length + at })),
    );
    const last = tried.at(-1) ?? { channel: "mail" as const, error: null };
    return refusedAlarm(letter, last, left, now);
  }
  const mailAlone = configured.every(isMail) && tried.every(({ channel }) => isMail(channel));
  const why = tried.map(({ channel, error }) => (mailAlone ? (error ?? "") : `${channel}: ${error ?? ""}`)).join("; ");
  await sql.leaveLetter.count(connection, { planId, id: letter.id, why, state: mailAlone ? "failed" : "manual" });
  const about = { ...aboutLetter(letter), error: why };
  const planAt = toldAt(letter, now);
  if (mailAlone)
    return { key: `letterFailed/${letter.person ?? letter.id}`, kind: "letterFailed", planAt, count: 1, detail: about };
  const detail = { ...about, tried: tried.map(({ channel }) => channel).join(" ") };
  return { key: `unreachable/${letter.person ?? letter.id}`, kind: "unreachable", planAt, count: 1, detail };
}

/** By person and channel: a dead address is one trouble, however many letters it swallows. */
export function refusedAlarm(
  letter: FailedLetter,
  { channel, error }: Tried,
  others: readonly Channel[],
  now: number | null,
): Alarm {
  return {
    key: `letterFailed/${letter.person ?? letter.id}${isMail(channel) ? "" : `/${channel}`}`,
    kind: "letterFailed",
    planAt: toldAt(letter, now),
    count: 1,
    detail: { ...aboutLetter(letter), channel, instead: others.join(" "), error },
  };
}

const aboutLetter = ({ id, person, instrument, plan_day, document_no }: FailedLetter) => ({
  person,
  letter: id,
  instrument,
  planDay: plan_day,
  documentNo: document_no,
});

export interface NewDelivery {
  readonly letter: string;
  readonly channel: Channel;
  readonly place: number;
}

export async function addDeliveries(
  connection: Connection,
  planId: string,
  deliveries: readonly NewDelivery[],
): Promise<void> {
  if (deliveries.length > 0) await sql.addDeliveries.count(connection, { planId, deliveries });
}
