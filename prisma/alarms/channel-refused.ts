/** A channel that takes nothing because of what is ours: one alarm for each, which says what is refused. */
import type { Channel, OurFault } from "../../domain/letters/channels.js";
import { foreignLine } from "../../domain/language/text.js";
import type { Pool } from "../database/pool.js";
import { raiseAlarms } from "./alarm-store.js";

/** Characters of an answer that the office reads. */
const MOST = 200;

/** `error`: what the other side said. `now`: plan instant. */
export async function raiseChannelRefused(
  pool: Pool,
  planId: string,
  { channel, fault, error, now }: { channel: Channel; fault: OurFault; error: string; now: number },
): Promise<void> {
  const key = `channelRefused/${channel}`;
  await raiseAlarms(pool, planId, [
    { key, kind: "channelRefused", planAt: now, count: 1, detail: { channel, fault, error: foreignLine(error, MOST) } },
  ]);
}
