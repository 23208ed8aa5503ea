/**
 * What servers refuse of us, as the office is told of it: one alarm an outage and process, however often the channel is tried
 * meanwhile. A channel that takes letters again may be told of anew.
 */
import type { Channel, OurFault } from "../domain/letters/channels.js";
import { raiseChannelRefused } from "../prisma/alarms/channel-refused.js";
import type { Pool } from "../prisma/database/pool.js";

export interface RefusedOfUs {
  readonly channel: Channel;
  readonly ours: OurFault;
  /** What the other side said. */
  readonly message: string;
}

export class OurFaults {
  private readonly told = new Map<string, OurFault>();

  /** Alarms the office, unless it has been told of this already. */
  async tell(pool: Pool, planId: string, { channel, ours, message }: RefusedOfUs): Promise<void> {
    const key = `${planId}/${channel}`;
    if (this.told.get(key) === ours) return;
    await raiseChannelRefused(pool, planId, { channel, fault: ours, error: message, now: Date.now() });
    this.told.set(key, ours);
  }

  /** The channel took a letter. */
  over(planId: string, channel: Channel): void {
    this.told.delete(`${planId}/${channel}`);
  }
}
