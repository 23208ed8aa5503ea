/** By which channels letters go, or went, and how each of them stands. */
import type { Channel } from "../../domain/letters/channels.js";
import type { DeliveryState } from "../../domain/letters/letter.js";
import { clientOf } from "../database/client.js";
import type { Pool } from "../database/pool.js";
import type { ListedLetter } from "./read-letters.js";

export interface ListedDelivery {
  readonly channel: Channel;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly sentAt: Date | null;
  /** What the other side calls the message. */
  readonly receipt: string | null;
}

/** In the order of the person's choice; of a letter that knows mail alone, how its mail stands. Empty: nothing is sent. */
export async function deliveriesOf(pool: Pool, planId: string, letter: ListedLetter): Promise<ListedDelivery[]> {
  const rows = await clientOf(pool).letterDelivery.findMany({
    where: { planId, letterId: letter.id },
    orderBy: { place: "asc" },
  });
  if (rows.length > 0)
    return rows.map(({ channel, state, attempts, lastError, sentAt, receipt }) => ({
      channel,
      state,
      attempts,
      lastError,
      sentAt,
      receipt,
    }));
  const { state, attempts, lastError, sentAt } = letter;
  const mailed = state === "queued" || state === "sending" || state === "sent" || state === "failed";
  return mailed ? [{ channel: "mail", state, attempts, lastError, sentAt, receipt: null }] : [];
}
