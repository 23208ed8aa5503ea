/** By which channels people want their letters: rows of those who chose, or for whom the office did. */
import { type Channel, channelsFor, type Choice, type PersonChannels } from "../../domain/letters/channels.js";
import type { Roster } from "../../domain/plan/roster.js";
import { clientOf } from "../database/client.js";
import { fromJson, toJson } from "../database/columns.js";
import type { Connection, Pool } from "../database/pool.js";
import * as sql from "../sql/letters/statements.js";

export interface ChannelChoice {
  readonly channels: readonly Choice[];
  /** The account that chose. */
  readonly chosenBy: string;
  readonly chosenAt: Date;
}

/** Null where nobody chose. */
export async function channelChoice(pool: Pool, planId: string, person: string): Promise<ChannelChoice | null> {
  const row = await clientOf(pool).channelChoice.findUnique({ where: { planId_person: { planId, person } } });
  return row && { channels: fromJson<readonly Choice[]>(row.channels), chosenBy: row.chosenBy, chosenAt: row.chosenAt };
}

/** Sets a choice, or takes it back (null). Letters that have closed go as they were to. */
export async function setChannelChoice(
  pool: Pool,
  planId: string,
  person: string,
  channels: readonly Choice[] | null,
  chosenBy: string,
): Promise<void> {
  const { channelChoice: choices } = clientOf(pool);
  if (channels === null) {
    await choices.deleteMany({ where: { planId, person } });
    return;
  }
  const chosen = { channels: toJson(channels), chosenBy, chosenAt: new Date() };
  await choices.upsert({
    where: { planId_person: { planId, person } },
    create: { planId, person, ...chosen },
    update: chosen,
  });
}

export const MAIL_ONLY: readonly Channel[] = ["mail"];

/** The channels of people's letters as they stand now. A rehearsal knows mail only: its letters never leave the local mailbox. */
export async function readChannels(
  connection: Connection,
  planId: string,
  configured: readonly Channel[],
  roster: Roster,
): Promise<(person: string) => PersonChannels> {
  const persons = new Map(roster.persons.map((person) => [person.id, person]));
  const { set, choices } = await channelsOf(connection, planId, configured);
  return (id) => channelsFor(persons.get(id) ?? { id, name: id }, choices[id] ?? null, set);
}

async function channelsOf(
  connection: Connection,
  planId: string,
  configured: readonly Channel[],
): Promise<{ readonly set: readonly Channel[]; readonly choices: Readonly<Record<string, readonly Choice[]>> }> {
  const mailOnly = { set: MAIL_ONLY, choices: {} };
  // Without another channel there is nothing to choose, and nothing to ask.
  if (configured.every((channel) => channel === "mail")) return mailOnly;
  const plan = await sql.readChannelChoices.maybe(connection, { planId });
  return plan?.mode === "live" ? { set: configured, choices: plan.choices ?? {} } : mailOnly;
}
