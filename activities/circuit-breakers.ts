/** A circuit breaker for each channel of this process: how often it was found away in a row outlasts an activity. */
import { PAUSES, type SendingChannel } from "../mail/channels/channel.js";

export class CircuitBreakers {
  private readonly failures = new WeakMap<SendingChannel, number>();

  /** The channel answered: the next pause is the first again. */
  close(channel: SendingChannel): void {
    this.failures.delete(channel);
  }

  /** The channel is away: for so many milliseconds it is left alone, twice as long each time that it still is. */
  open(channel: SendingChannel): number {
    const times = this.failures.get(channel) ?? 0;
    this.failures.set(channel, times + 1);
    const { first, longest } = channel.pauses ?? PAUSES;
    return Math.min(first * 2 ** times, longest);
  }
}
