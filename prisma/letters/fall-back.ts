/**
 * Where all the ways that were chosen for a letter are of no use, it goes by whatever else reaches the person; where nothing is
 * left, it waits to be handed over and the office is alarmed.
 */
import { type Channel, reachableBy } from "../../domain/letters/channels.js";
import type { Instrument } from "../../domain/instruments/instruments.js";
import type { Alarm } from "../alarms/alarm-store.js";
import type { Directory } from "../plans/plan-store.js";
import type { Connection } from "../database/pool.js";

/** A letter that one or all of its ways have failed. */
export interface FailedLetter {
  readonly id: string;
  readonly person: string | null;
  readonly instrument: Instrument;
  readonly plan_day: string;
  readonly document_no: string | null;
}

/** A way that was of no use, and why. */
export interface Tried {
  readonly channel: Channel;
  readonly error: string | null;
}

/** Which other ways there are, and the plan instant of what the office is told. */
export interface Surroundings {
  readonly configured: readonly Channel[];
  readonly directory: Directory;
  readonly now: number;
}

/** All ways that a letter had are of no use: it goes by the others that reach the person; else it is left to be handed over. */
export async function fallBack(
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
  const said = tried.map(({ channel, error }) => `${channel}: ${error ?? ""}`).join("; ");
  await connection.query(
    "UPDATE letter SET state = 'manual', last_error = $3 WHERE plan_id = $1 AND id = $2 AND state <> 'sent'",
    [planId, letter.id, said],
  );
  return {
    key: `unreachable/${letter.person ?? letter.id}`,
    kind: "unreachable",
    planAt: now,
    count: 1,
    detail: { ...aboutLetter(letter), tried: tried.map(({ channel }) => channel).join(" "), error: said },
  };
}

/** By person and channel: a dead address is one trouble, however many letters it swallows. */
export function refusedAlarm(
  letter: FailedLetter,
  { channel, error }: Tried,
  others: readonly Channel[],
  now: number,
): Alarm {
  return {
    key: `letterFailed/${letter.person ?? letter.id}${channel === "mail" ? "" : `/${channel}`}`,
    kind: "letterFailed",
    planAt: now,
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
  if (deliveries.length === 0) return;
  await connection.query(
    `INSERT INTO letter_delivery (plan_id, letter_id, channel, place, state)
     SELECT $1, d.letter, d.channel, d.place, 'queued' FROM jsonb_to_recordset($2::jsonb) AS d (letter text, channel text, place int)
     ON CONFLICT DO NOTHING`,
    [planId, JSON.stringify(deliveries)],
  );
}
