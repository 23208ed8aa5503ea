/**
 * Sends a live plan's letters by the channels beside mail, each channel for itself: one that is away rests, and the others go
 * on. A sender that dies leaves at most what it had under way to be sent again, under the same id.
 */
import type { Channel } from "../domain/letters/channels.js";
import type { Outcome, SendingChannel } from "../mail/channels/channel.js";
import type { Channels } from "../mail/channels/channels.js";
import type { Language } from "../mail/letter-model.js";
import type { DeliveryResult } from "../prisma/letters/delivery-settling.js";
import type { StoredLetter } from "../prisma/letters/letter-models.js";
import type { LetterStore } from "../prisma/letters/letter-store.js";
import { countDeliveries } from "./metrics.js";

export interface DeliveryDeps {
  readonly planId: string;
  readonly letters: LetterStore;
  readonly channels: Channels;
  readonly language: Language;
  /** Ends the sending: nothing more is taken, and what has not begun is put back. */
  readonly signal: AbortSignal;
  /** After so many milliseconds nothing more is taken. */
  readonly budget: number;
}

export interface Delivered {
  /** Letters that a channel was the first to take. */
  readonly sent: number;
  /** Deliveries that failed for good. */
  readonly failed: number;
}

/** Letters taken at a time: about as many as can be sent before others may have them. */
const TAKE = 20;
/** A sign of life for what is under way, well within the time that the store leaves it ours (milliseconds). */
const SIGN_OF_LIFE = 3_000;
/** A channel that is away rests so long at first, and twice as long each time that it still is (milliseconds). */
const FIRST_REST = 5_000;
const LONGEST_REST = 600_000;

/** How often each channel of this process has been found away in a row: what a rest depends on outlasts an activity. */
export class Rests {
  private readonly found = new WeakMap<SendingChannel, number>();

  answered(channel: SendingChannel): void {
    this.found.delete(channel);
  }

  next(channel: SendingChannel): number {
    const times = this.found.get(channel) ?? 0;
    this.found.set(channel, times + 1);
    return Math.min(FIRST_REST * 2 ** times, LONGEST_REST);
  }
}

export async function sendDeliveries(deps: DeliveryDeps, rests: Rests): Promise<Delivered> {
  const { planId, letters, channels } = deps;
  const due = await letters.channelsDue(planId);
  const known = due.flatMap((name) => channels.by.get(name) ?? []);
  const runs = await Promise.allSettled(known.map((channel) => new ChannelRun(deps, channel, rests).run()));
  const vain = due.length > known.length ? await letters.settleUnknown(planId, Date.now()) : 0;
  const total = { sent: 0, failed: vain };
  for (const run of runs) {
    if (run.status === "rejected") throw run.reason;
    total.sent += run.value.sent;
    total.failed += run.value.failed;
  }
  return total;
}

/** One channel's sending, until nothing is due, time is up, or the channel is away. */
class ChannelRun {
  private readonly waiting: StoredLetter[] = [];
  private readonly underWay = new Set<string>();
  private readonly results: DeliveryResult[] = [];
  private readonly gaveOutOn: { letter: string; error: string }[] = [];
  private away: Extract<Outcome, { kind: "away" }> | null = null;
  private marking: Promise<void> = Promise.resolve();
  private trouble: unknown;
  private sent = 0;
  private failed = 0;

  constructor(
    private readonly deps: DeliveryDeps,
    private readonly channel: SendingChannel,
    private readonly rests: Rests,
  ) {}

  private get name(): Channel {
    return this.channel.name;
  }

  async run(): Promise<Delivered> {
    const until = performance.now() + this.deps.budget;
    const alive = setInterval(() => this.signOfLife(), SIGN_OF_LIFE);
    try {
      while (this.goesOn() && performance.now() < until && (await this.take()))
        await Promise.all(Array.from({ length: this.channel.connections }, () => this.lane()));
      await this.end();
    } finally {
      clearInterval(alive);
    }
    if (this.trouble !== undefined) throw this.trouble;
    return { sent: this.sent, failed: this.failed };
  }

  private goesOn(): boolean {
    return this.away === null && this.trouble === undefined && !this.deps.signal.aborted;
  }

  /** Answers whether there is anything to send. */
  private async take(): Promise<boolean> {
    const { letters, planId } = this.deps;
    const ids = await letters.takeFor(planId, this.name, TAKE);
    this.waiting.push(...(await letters.read(planId, ids)));
    return this.waiting.length > 0;
  }

  private async lane(): Promise<void> {
    for (let letter = this.next(); letter !== undefined; letter = this.next()) {
      this.underWay.add(letter.id);
      const outcome = await this.deliver(letter);
      this.underWay.delete(letter.id);
      countDeliveries(this.name, outcome.kind);
      this.hear(letter.id, outcome);
    }
  }

  private next(): StoredLetter | undefined {
    return this.goesOn() ? this.waiting.shift() : undefined;
  }

  private async deliver(letter: StoredLetter): Promise<Outcome> {
    const { planId, language, channels } = this.deps;
    const { id, messageId, closedAt, person, says } = letter;
    if (person === null) return { kind: "refused", error: "nobody to send it to" };
    const link = channels.linkTo(planId, id);
    try {
      return await this.channel.send({ planId, letterId: id, messageId, closedAt, person, says, language, link });
    } catch (error) {
      // One letter that cannot be made must not keep the others from going.
      return { kind: "refused", error: `not made: ${String(error)}` };
    }
  }

  private hear(letter: string, outcome: Outcome): void {
    if (outcome.kind === "away") {
      this.away ??= outcome;
      this.gaveOutOn.push({ letter, error: outcome.error });
      return;
    }
    this.rests.answered(this.channel);
    this.results.push({ letter, outcome });
    if (this.results.length >= TAKE) this.mark();
  }

  private signOfLife(): void {
    this.mark();
    const held = [...this.underWay, ...this.waiting.map(({ id }) => id), ...this.gaveOutOn.map(({ letter }) => letter)];
    this.marking = this.marking
      .then(() => this.deps.letters.keepFor(this.deps.planId, this.name, held))
      .catch((error: unknown) => this.stopFor(error));
  }

  private mark(): void {
    const results = this.results.splice(0);
    if (results.length === 0) return;
    const { letters, planId } = this.deps;
    this.marking = this.marking
      .then(async () => {
        const { sent, failed } = await letters.settle(planId, this.name, results, Date.now());
        this.sent += sent;
        this.failed += failed;
      })
      .catch((error: unknown) => this.stopFor(error));
  }

  private stopFor(error: unknown): void {
    this.trouble ??= error;
  }

  /** Marks all that was begun, and puts back what was not. */
  private async end(): Promise<void> {
    const { letters, planId } = this.deps;
    this.mark();
    await this.marking;
    await letters.putBackFor(
      planId,
      this.name,
      this.waiting.splice(0).map(({ id }) => id),
    );
    if (this.away !== null)
      await letters.rest(planId, this.name, this.away.after ?? this.rests.next(this.channel), this.gaveOutOn.splice(0));
  }
}
