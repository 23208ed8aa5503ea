/** A circuit breaker for each channel of this process: that it was found away outlasts an activity, and holds for all plans. */
import { PAUSES, type SendingChannel } from "../mail/channels/channel.js";

interface Circuit {
  /** How often it was found away in a row. */
  readonly failures: number;
  /** By `performance.now()`. */
  readonly openUntil: number;
}

export class CircuitBreakers {
  private readonly circuits = new WeakMap<SendingChannel, Circuit>();

  /** The channel answered: the next pause is the first again. */
  close(channel: SendingChannel): void {
    this.circuits.delete(channel);
  }

  /**
   * The channel is away: it is left alone for so many milliseconds, twice as long each time that it still is; `after`: as long as
   * it said itself.
   */
  open(channel: SendingChannel, after: number | undefined): number {
    const failures = this.circuits.get(channel)?.failures ?? 0;
    const { first, longest } = channel.pauses ?? PAUSES;
    const pause = after ?? Math.min(first * 2 ** failures, longest);
    this.circuits.set(channel, { failures: failures + 1, openUntil: performance.now() + pause });
    return pause;
  }

  /** Milliseconds for which it is still to be left alone; 0 where it may be tried. */
  restsFor(channel: SendingChannel): number {
    return Math.max(0, (this.circuits.get(channel)?.openUntil ?? 0) - performance.now());
  }
}
