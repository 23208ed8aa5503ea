/**
 * What the office does about letters that came to nothing: it sends them again, under the same Message-ID, once what was wrong is
 * mended; and it enters what came back after a server had taken it, which no server tells a program.
 */
import type { Channel } from "../../domain/letters/channels.js";
import type { LetterState } from "../../domain/letters/letter.js";
import type { Roster } from "../../domain/plan/roster.js";
import { alarmsOf, raiseAlarms } from "../alarms/alarm-store.js";
import { clientOf } from "../database/client.js";
import { type Connection, inTransaction, type Pool } from "../database/pool.js";
import * as sql from "../sql/letters/statements.js";
import type { RowOf } from "../sql/statement.js";
import { readChannels } from "./channel-choices.js";
import { fitError } from "./foreign-words.js";

/** Letters in these states came to nothing, and may be sent again. */
export const RESENDABLE: readonly LetterState[] = ["failed", "returned", "manual"];

/**
 * `queued`: it goes, by these channels. `underWay`: it was to be sent already. Else nothing is done: `unreachable`, the roster has
 * no address of the person that a channel here knows; `notResendable`, it is sent, a draft or withdrawn; `unknown`.
 */
export type Resent =
  | { readonly kind: "queued"; readonly by: readonly Channel[] }
  | { readonly kind: "underWay" | "unreachable" | "notResendable" | "unknown" };

/** Sends a letter again by what its person's letters go now: the roster may have been corrected since. */
export async function resendLetter(
  pool: Pool,
  planId: string,
  letterId: string,
  { configured, roster }: { readonly configured: readonly Channel[]; readonly roster: Roster },
): Promise<Resent> {
  return inTransaction(pool, async (connection) => {
    const letter = await locked(connection, planId, letterId);
    if (letter === undefined) return { kind: "unknown" };
    if (letter.state === "queued") return { kind: "underWay" };
    if (!RESENDABLE.includes(letter.state)) return { kind: "notResendable" };
    const person = roster.persons.find(({ id }) => id === letter.person);
    const by = person ? (await readChannels(connection, planId, configured, roster))(person.id).by : [];
    if (by.length === 0) return { kind: "unreachable" };
    await sql.requeueLetter.count(connection, { planId, id: letterId });
    await sql.requeueDeliveries.count(connection, { planId, letter: letterId, by });
    return { kind: "queued", by };
  });
}

/** The letters of a plan that failed or came back, the oldest first. */
export async function resendableLetters(pool: Pool, planId: string): Promise<string[]> {
  const rows = await clientOf(pool).letter.findMany({
    where: { planId, state: { in: ["failed", "returned"] } },
    orderBy: [{ closedAt: "asc" }, { id: "asc" }],
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/**
 * Enters that a letter came back which `channel` took: it counts as sent no more unless another channel took it, and the office is
 * alarmed to tell the person by telephone. `now`: plan instant. Answers the letter's state; null: it is not, or was not, sent.
 */
export async function returnLetter(
  pool: Pool,
  planId: string,
  letterId: string,
  { channel, note, now }: { readonly channel: Channel; readonly note: string; readonly now: number },
): Promise<"returned" | "sent" | null> {
  const why = fitError(note);
  return inTransaction(pool, async (connection) => {
    const letter = await locked(connection, planId, letterId);
    if (letter?.state !== "sent") return null;
    if ((await sql.returnDelivery.count(connection, { planId, letter: letterId, channel, why })) === 0) return null;
    const [returned] = await sql.returnLetter.run(connection, { planId, id: letterId, why });
    if (returned === undefined) return "sent";
    await raiseAlarms(connection, planId, alarmsOf([alarmOf(letter, channel, why, now)]));
    return "returned";
  });
}

type Locked = RowOf<typeof sql.lockLetters>;

async function locked(connection: Connection, planId: string, id: string): Promise<Locked | undefined> {
  const [row] = await sql.lockLetters.run(connection, { planId, ids: [id] });
  return row;
}

const alarmOf = (
  { id, person, instrument, plan_day, document_no }: Locked,
  channel: Channel,
  error: string,
  now: number,
) => ({
  key: `letterReturned/${person ?? id}`,
  kind: "letterReturned" as const,
  planAt: now,
  detail: { person, letter: id, instrument, planDay: plan_day, documentNo: document_no, channel, error },
});
