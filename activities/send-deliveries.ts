/**
 * Sends a live plan's letters by the channels beside mail, each channel for itself: one that is away is left alone for
 * a while, and the others go on. A sender that dies leaves at most what it had under way to be sent again, under the same id.
 */
import type { Channel, OurFault } from "../domain/letters/channels.js";
import type { Outcome, SendingChannel } from "../mail/channels/channel.js";
import type { Channels } from "../mail/channels/channels.js";
import type { Language } from "../domain/language/words.js";
import type { Pool } from "../prisma/database/pool.js";
import * as sending from "../prisma/letters/delivery-sending.js";
import { type DeliveryResult, settleDeliveries, settleUnconfigured } from "../prisma/letters/delivery-settling.js";
import type { Surroundings } from "../prisma/letters/failover.js";
import type { Claim } from "../prisma/letters/leases.js";
import type { Outlets } from "../prisma/letters/letter-closing.js";
import { readLetters, type StoredLetter } from "../prisma/letters/letter-models.js";
import type { DirectoryCache } from "../prisma/plans/rules-cache.js";
import { countDeliveries } from "./metrics.js";
import type { OurFaults } from "./our-faults.js";

export interface DeliveryDeps {
  readonly planId: string;
  readonly pool: Pool;
  readonly directories: DirectoryCache;
  readonly outlets: Outlets;
  readonly channels: Channels;
  readonly language: Language;
  /** What the office has been told that channels refuse of us. */
  readonly faults: OurFaults;
  /** Ends the sending: nothing more is claimed, and what has not begun is released. */
  readonly signal: AbortSignal;
  /** After so many milliseconds nothing more is claimed. */
  readonly budget: number;
}

export interface Delivered {
  /** Letters that a channel was the first to take. */
  readonly sent: number;
  /** Deliveries that failed for good. */
  readonly failed: number;
}

/** Letters claimed at a time: about as many as can be sent within a lease. */
const BATCH = 20;
/** A heartbeat renews the leases of what is under way, well before they run out (milliseconds). */
const HEARTBEAT = 3_000;
/** The circuit to a channel that is away stays open so long at first, and twice as long each time that it still is (milliseconds). */
const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 600_000;

/** A circuit breaker for each channel of this process: how often it was found away in a row outlasts an activity. */
export class CircuitBreakers {
  private readonly failures = new WeakMap<SendingChannel, number>();

  /** The channel answered: the next pause is the first again. */
  close(channel: SendingChannel): void {
    this.failures.delete(channel);
  }

  /** The channel is away: for so many milliseconds it is left alone. */
  open(channel: SendingChannel): number {
    const times = this.failures.get(channel) ?? 0;
    this.failures.set(channel, times + 1);
    return Math.min(FIRST_PAUSE * 2 ** times, LONGEST_PAUSE);
  }
}

export async function sendDeliveries(deps: DeliveryDeps, breakers: CircuitBreakers): Promise<Delivered> {
  const { pool, planId, channels } = deps;
  const due = await sending.dueChannels(pool, planId);
  const known = due.flatMap((name) => channels.by.get(name) ?? []);
  const runs = await Promise.allSettled(known.map((channel) => new ChannelRun(deps, channel, breakers).run()));
  const unconfigured =
    due.length > known.length ? await settleUnconfigured(pool, planId, await surroundingsOf(deps)) : 0;
  const total = { sent: 0, failed: unconfigured };
  for (const run of runs) {
    if (run.status === "rejected") throw run.reason;
    total.sent += run.value.sent;
    total.failed += run.value.failed;
  }
  return total;
}

/** By what else a letter may go, and when the office is told so. */
const surroundingsOf = async ({ planId, directories, outlets }: DeliveryDeps): Promise<Surroundings> => ({
  configured: outlets.channels,
  directory: await directories.get(planId),
  now: Date.now(),
});

/** A letter under the lease that it was claimed with. */
type ClaimedLetter = StoredLetter & Claim;

const claimOf = ({ id, lease }: Claim): Claim => ({ id, lease });

/** One channel's sending, until nothing is due, time is up, or the channel is away. */
class ChannelRun {
  private waiting: ClaimedLetter[] = [];
  private readonly underWay = new Set<Claim>();
  private readonly results: DeliveryResult[] = [];
  private readonly postponed: sending.Postponed[] = [];
  private away: Extract<Outcome, { kind: "away" }> | null = null;
  private refusedOfUs: (Outcome & { readonly error: string; readonly ours: OurFault }) | null = null;
  private marking: Promise<void> = Promise.resolve();
  private trouble: unknown;
  private sent = 0;
  private failed = 0;

  constructor(
    private readonly deps: DeliveryDeps,
    private readonly channel: SendingChannel,
    private readonly breakers: CircuitBreakers,
  ) {}

  private get name(): Channel {
    return this.channel.name;
  }

  async run(): Promise<Delivered> {
    const until = performance.now() + this.deps.budget;
    const heartbeat = setInterval(() => this.heartbeat(), HEARTBEAT);
    try {
      while (this.goesOn() && performance.now() < until && (await this.claim()))
        await Promise.all(Array.from({ length: this.channel.connections }, () => this.lane()));
      await this.end();
    } finally {
      clearInterval(heartbeat);
    }
    if (this.trouble !== undefined) throw this.trouble;
    return { sent: this.sent, failed: this.failed };
  }

  private goesOn(): boolean {
    return this.away === null && this.trouble === undefined && !this.deps.signal.aborted;
  }

  /** Answers whether there is anything to send. */
  private async claim(): Promise<boolean> {
    const { pool, directories, planId } = this.deps;
    const claims = await sending.claimDeliveries(pool, planId, this.name, BATCH);
    if (claims.length === 0) return false;
    const { bundle } = await directories.get(planId);
    const ids = claims.map(({ id }) => id);
    const { letters, unreadable } = await readLetters(pool, planId, ids, bundle);
    const leases = new Map(claims.map(({ id, lease }) => [id, lease]));
    const leaseOf = (id: string): number => leases.get(id) ?? 0;
    this.waiting.push(...letters.map((letter) => ({ ...letter, lease: leaseOf(letter.id) })));
    for (const { id, error } of unreadable) {
      countDeliveries(this.name, "refused");
      this.results.push({ id, lease: leaseOf(id), outcome: { kind: "refused", error: `not made: ${error}` } });
    }
    return true;
  }

  private async lane(): Promise<void> {
    for (let letter = this.next(); letter !== undefined; letter = this.next()) {
      const claim = claimOf(letter);
      this.underWay.add(claim);
      const outcome = await this.deliver(letter);
      this.underWay.delete(claim);
      countDeliveries(this.name, outcome.kind);
      this.note(claim, outcome);
    }
  }

  private next(): ClaimedLetter | undefined {
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

  private note(claim: Claim, outcome: Outcome): void {
    if ("ours" in outcome && outcome.ours !== undefined) this.refusedOfUs ??= { ...outcome, ours: outcome.ours };
    if (outcome.kind === "accepted") this.deps.faults.over(this.deps.planId, this.name);
    if (outcome.kind === "away") {
      this.away ??= outcome;
      this.postponed.push({ ...claim, error: outcome.error });
      return;
    }
    this.breakers.close(this.channel);
    this.results.push({ ...claim, outcome });
    if (this.results.length >= BATCH) this.mark();
  }

  private heartbeat(): void {
    this.mark();
    this.marking = this.marking.then(() => this.renew()).catch((error: unknown) => this.stopFor(error));
  }

  private async renew(): Promise<void> {
    const claims = [...this.underWay, ...this.waiting.map(claimOf), ...this.postponed.map(claimOf)];
    const renewed = await sending.renewDeliveryLeases(this.deps.pool, this.deps.planId, this.name, claims);
    const lost = new Set(claims.flatMap(({ id }) => (renewed.has(id) ? [] : [id])));
    // Another sender has these by now.
    if (lost.size > 0) this.waiting = this.waiting.filter(({ id }) => !lost.has(id));
  }

  private mark(): void {
    const results = this.results.splice(0);
    if (results.length === 0) return;
    const { pool, planId } = this.deps;
    this.marking = this.marking
      .then(async () => {
        const { sent, failed } = await settleDeliveries(
          pool,
          planId,
          this.name,
          results,
          await surroundingsOf(this.deps),
        );
        this.sent += sent;
        this.failed += failed;
      })
      .catch((error: unknown) => this.stopFor(error));
  }

  private stopFor(error: unknown): void {
    this.trouble ??= error;
  }

  /** Marks all that was begun, and releases what was not. */
  private async end(): Promise<void> {
    const { pool, planId } = this.deps;
    this.mark();
    await this.marking;
    await sending.releaseDeliveries(pool, planId, this.name, this.waiting.splice(0).map(claimOf));
    if (this.refusedOfUs !== null) {
      const { ours, error } = this.refusedOfUs;
      await this.deps.faults.tell(pool, planId, { channel: this.name, ours, message: error });
    }
    if (this.away === null) return;
    const pause = this.away.after ?? this.breakers.open(this.channel);
    await sending.pauseChannel(pool, planId, this.name, pause, this.postponed.splice(0));
  }
}
