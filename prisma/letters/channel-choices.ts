/** By which channels people want their letters: rows of those who chose, or for whom the office did. */
import { type Channel, type Choice, type Ways, waysOf } from "../../domain/letters/channels.js";
import type { Roster } from "../../domain/plan/plan.js";
import type { Connection, Pool } from "../database/pool.js";

export interface ChannelChoice {
  readonly channels: readonly Choice[];
  /** The account that chose. */
  readonly chosenBy: string;
  readonly chosenAt: Date;
}

/** Null where nobody chose. */
export async function channelChoice(pool: Pool, planId: string, person: string): Promise<ChannelChoice | null> {
  const { rows } = await pool.query<ChannelChoice>(
    `SELECT channels, chosen_by AS "chosenBy", chosen_at AS "chosenAt" FROM channel_choice WHERE plan_id = $1 AND person = $2`,
    [planId, person],
  );
  return rows[0] ?? null;
}

/** Sets a choice, or takes it back (null). Letters that have closed go as they were to. */
export async function setChannelChoice(
  pool: Pool,
  planId: string,
  person: string,
  channels: readonly Choice[] | null,
  chosenBy: string,
): Promise<void> {
  if (channels === null) {
    await pool.query("DELETE FROM channel_choice WHERE plan_id = $1 AND person = $2", [planId, person]);
    return;
  }
  await pool.query(
    `INSERT INTO channel_choice (plan_id, person, channels, chosen_by) VALUES ($1, $2, $3, $4)
     ON CONFLICT (plan_id, person) DO UPDATE SET channels = excluded.channels, chosen_by = excluded.chosen_by, chosen_at = now()`,
    [planId, person, JSON.stringify(channels), chosenBy],
  );
}

export const MAIL_ONLY: readonly Channel[] = ["mail"];

/** The ways to people as they stand now. A rehearsal knows mail only: its letters never leave the local mailbox. */
export async function readWays(
  connection: Connection,
  planId: string,
  configured: readonly Channel[],
  roster: Roster,
): Promise<(person: string) => Ways> {
  const persons = new Map(roster.persons.map((person) => [person.id, person]));
  const { set, choices } = await channelsOf(connection, planId, configured);
  return (id) => waysOf(persons.get(id) ?? { id, name: id }, choices[id] ?? null, set);
}

async function channelsOf(
  connection: Connection,
  planId: string,
  configured: readonly Channel[],
): Promise<{ readonly set: readonly Channel[]; readonly choices: Readonly<Record<string, readonly Choice[]>> }> {
  const mailOnly = { set: MAIL_ONLY, choices: {} };
  // Without another channel there is nothing to choose, and nothing to ask.
  if (configured.every((channel) => channel === "mail")) return mailOnly;
  const { rows } = await connection.query(
    `SELECT mode, (SELECT jsonb_object_agg(person, channels) FROM channel_choice WHERE plan_id = plan.id) AS choices
     FROM plan WHERE id = $1`,
    [planId],
  );
  return rows[0]?.mode === "live" ? { set: configured, choices: rows[0].choices ?? {} } : mailOnly;
}
