/** By which channels letters go, or went, and how each of them stands. */
import type { Channel } from "../../domain/letters/channels.js";
import type { DeliveryState } from "../../domain/letters/letter.js";
import { clientOf } from "../database/client.js";
import type { Pool } from "../database/pool.js";

export interface ListedDelivery {
  readonly channel: Channel;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly sentAt: Date | null;
  /** What the other side calls the message. */
  readonly receipt: string | null;
}

/** In the order of the person's choice. Empty: nothing is sent. */
export async function deliveriesOf(pool: Pool, planId: string, letterId: string): Promise<ListedDelivery[]> {
  return clientOf(pool).letterDelivery.findMany({
    where: { planId, letterId },
    orderBy: { place: "asc" },
    select: { channel: true, state: true, attempts: true, lastError: true, sentAt: true, receipt: true },
  });
}
