/**
 * Sends a plan's letters by its channels, each for itself: one that is away is left alone for a while, and the others go on. As
 * many letters are under way at a time as the channel has connections, claimed in batches so that there is always one ready. What
 * came of them is settled in batches too; a sender that dies leaves at most some to be sent again, under the same id.
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
import {
  type LetterMaking,
  nothingRead,
  readLetterMakings,
  type StoredLetter,
} from "../prisma/letters/letter-models.js";
import type { DirectoryCache } from "../prisma/plans/rules-cache.js";
import type { CircuitBreakers } from "./circuit-breakers.js";
import { LetterDocuments } from "./letter-documents.js";
import { countDeliveries } from "./metrics.js";
import type { OurFaults } from "./our-faults.js";

export interface SendingDeps {
  readonly planId: string;
  readonly pool: Pool;
  readonly directories: DirectoryCache;
  /** All by which the plan's letters may go: a rehearsal knows none but the local mailbox. */
  readonly channels: Channels;
  readonly language: Language;
  /** The office's alarms bear each letter's own closing: a rehearsal's sending trails its clock. */
  readonly rehearsal: boolean;
  readonly breakers: CircuitBreakers;
  /** What the office has been told that channels refuse of us. */
  readonly faults: OurFaults;
  /** Ends the sending: nothing more is claimed, and what has not begun is released. */
  readonly signal: AbortSignal;
  /** After so many milliseconds nothing more is claimed. */
  readonly budget: number;
}

export interface Sent {
  /** Letters that a channel was the first to take. */
  readonly sent: number;
  /** Deliveries that failed for good. */
  readonly failed: number;
}

/** Letters claimed at a time, and how few are ready when the next are claimed. */
const BATCH = 60;
const LOW = 20;
/** Results are settled when so many have come in. */
const SETTLE = 50;
/** A heartbeat renews the leases of what is under way, well before they run out (milliseconds). */
const HEARTBEAT = 3_000;
/** So many letters put off in a row are the channel's doing, not theirs. */
const MOST_PUT_OFF = 25;

export async function sendLetters(deps: SendingDeps): Promise<Sent> {
  const { pool, planId, channels } = deps;
  const due = await sending.dueChannels(pool, planId);
  const known = due.flatMap((name) => channels.by.get(name) ?? []);
  const runs = await Promise.allSettled(known.map((channel) => sendBy(deps, channel)));
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

async function sendBy(deps: SendingDeps, channel: SendingChannel): Promise<Sent> {
  const { pool, planId, breakers } = deps;
  const rest = breakers.restsFor(channel);
  if (rest === 0) return new ChannelRun(deps, channel).run();
  // What has come since it was found away waits as what came before.
  await sending.pauseChannel(pool, planId, channel.name, rest, []);
  return { sent: 0, failed: 0 };
}

/** By what else a letter may go, and when the office is told so. */
const surroundingsOf = async ({ planId, directories, channels, rehearsal }: SendingDeps): Promise<Surroundings> => ({
  configured: [...channels.by.keys()],
  directory: await directories.get(planId),
  now: rehearsal ? null : Date.now(),
});

/** A letter under the lease that it was claimed with, to be made when its turn comes. */
type ClaimedLetter = LetterMaking & Claim;

const claimOf = ({ id, lease }: Claim): Claim => ({ id, lease });

type Away = Extract<Outcome, { kind: "away" }>;

/** One channel's sending, until nothing is due, time is up, or the channel is away. */
class ChannelRun {
  private ready: ClaimedLetter[] = [];
  private readonly underWay = new Set<Claim>();
  private readonly results: DeliveryResult[] = [];
  private readonly postponed: sending.Postponed[] = [];
  private readonly readBefore = nothingRead();
  private readonly documents: LetterDocuments;
  private claiming: Promise<void> | undefined;
  private settling: Promise<void> = Promise.resolve();
  private noneLeft = false;
  private away: Away | null = null;
  private putOffInRow = 0;
  private refusedOfUs: { readonly error: string; readonly ours: OurFault } | null = null;
  private trouble: unknown;
  private readonly total = { sent: 0, failed: 0 };
  private readonly until: number;

  constructor(
    private readonly deps: SendingDeps,
    private readonly channel: SendingChannel,
  ) {
    this.until = performance.now() + deps.budget;
    this.documents = new LetterDocuments(deps);
  }

  private get name(): Channel {
    return this.channel.name;
  }

  async run(): Promise<Sent> {
    const heartbeat = setInterval(() => this.heartbeat(), HEARTBEAT);
    try {
      await Promise.all(Array.from({ length: this.channel.connections }, () => this.lane()));
      await this.end();
    } finally {
      clearInterval(heartbeat);
    }
    if (this.trouble !== undefined) throw this.trouble;
    return this.total;
  }

  /** Sends one letter after the other until none is left or the run ends. */
  private async lane(): Promise<void> {
    for (let letter = await this.next(); letter !== undefined; letter = await this.next()) {
      const claim = claimOf(letter);
      let made: StoredLetter;
      try {
        made = letter.make();
      } catch (error) {
        // Of the channel it says nothing.
        this.results.push({ ...claim, outcome: notMade(String(error)) });
        continue;
      }
      this.underWay.add(claim);
      const outcome = await this.deliver(made);
      this.underWay.delete(claim);
      this.note(claim, outcome);
    }
  }

  private async next(): Promise<ClaimedLetter | undefined> {
    if (this.ready.length <= LOW && this.mayClaim())
      this.claiming ??= this.claim().finally(() => (this.claiming = undefined));
    if (this.ready.length === 0) await this.claiming;
    return this.goesOn() ? this.ready.shift() : undefined;
  }

  private goesOn(): boolean {
    return this.away === null && this.trouble === undefined && !this.deps.signal.aborted;
  }

  private mayClaim(): boolean {
    return this.goesOn() && !this.noneLeft && performance.now() < this.until;
  }

  private async claim(): Promise<void> {
    const { pool, directories, planId } = this.deps;
    try {
      const claims = await sending.claimDeliveries(pool, planId, this.name, BATCH);
      if (claims.length === 0) this.noneLeft = true;
      const { bundle } = await directories.get(planId);
      const ids = claims.map(({ id }) => id);
      const makings = await readLetterMakings(pool, planId, ids, bundle, this.readBefore);
      const leases = new Map(claims.map(({ id, lease }) => [id, lease]));
      this.ready.push(...makings.map((making) => ({ ...making, lease: leases.get(making.id) ?? 0 })));
    } catch (error) {
      this.stopFor(error);
    }
  }

  private async deliver(letter: StoredLetter): Promise<Outcome> {
    const { planId, language, channels } = this.deps;
    const { id, messageId, closedAt, person, says } = letter;
    if (person === null) return { kind: "refused", error: "nobody to send it to" };
    const link = channels.linkTo(planId, id);
    const files = () => this.documents.of(says);
    try {
      return await this.channel.send({
        planId,
        letterId: id,
        messageId,
        closedAt,
        person,
        says,
        language,
        link,
        files,
      });
    } catch (error) {
      // One letter that cannot be made must not keep the others from going.
      return notMade(String(error));
    }
  }

  private note(claim: Claim, outcome: Outcome): void {
    if ("ours" in outcome && outcome.ours !== undefined) this.refusedOfUs ??= { ...outcome, ours: outcome.ours };
    if (outcome.kind === "away") {
      this.away ??= outcome;
      this.postponed.push({ ...claim, error: outcome.error });
      countDeliveries(this.name, "away");
      return;
    }
    this.deps.breakers.close(this.channel);
    if (outcome.kind === "accepted") this.deps.faults.over(this.deps.planId, this.name);
    this.putOffInRow = outcome.kind === "later" ? this.putOffInRow + 1 : 0;
    if (outcome.kind === "later" && this.putOffInRow >= MOST_PUT_OFF)
      this.away ??= { kind: "away", error: outcome.error };
    this.results.push({ ...claim, outcome });
    if (this.results.length >= SETTLE) this.settle();
  }

  private heartbeat(): void {
    // A slow channel must not leave accepted letters unsettled for longer than their lease lasts.
    this.settle();
    this.settling = this.settling.then(() => this.renew()).catch(this.stopFor);
  }

  private async renew(): Promise<void> {
    const claims = [...this.underWay, ...this.ready.map(claimOf), ...this.postponed.map(claimOf)];
    const renewed = await sending.renewDeliveryLeases(this.deps.pool, this.deps.planId, this.name, claims);
    const lost = new Set(claims.flatMap(({ id }) => (renewed.has(id) ? [] : [id])));
    // Another sender has these by now.
    if (lost.size > 0) this.ready = this.ready.filter(({ id }) => !lost.has(id));
  }

  private settle(): void {
    const results = this.results.splice(0);
    if (results.length === 0) return;
    for (const kind of ["accepted", "later", "refused"] as const)
      countDeliveries(this.name, kind, results.filter(({ outcome }) => outcome.kind === kind).length);
    const { pool, planId } = this.deps;
    this.settling = this.settling
      .then(async () => {
        const surroundings = await surroundingsOf(this.deps);
        const { sent, failed } = await settleDeliveries(pool, planId, this.name, results, surroundings);
        this.total.sent += sent;
        this.total.failed += failed;
      })
      .catch(this.stopFor);
  }

  private readonly stopFor = (error: unknown): void => {
    this.trouble ??= error;
  };

  /** Settles all that was begun, and releases what was not. */
  private async end(): Promise<void> {
    const { pool, planId, faults, breakers } = this.deps;
    await this.claiming;
    this.settle();
    await this.settling;
    await sending.releaseDeliveries(pool, planId, this.name, this.ready.splice(0).map(claimOf));
    if (this.refusedOfUs !== null) {
      const { ours, error } = this.refusedOfUs;
      await faults.tell(pool, planId, { channel: this.name, ours, message: error });
    }
    if (this.away === null) return;
    const pause = breakers.open(this.channel, this.away.after);
    await sending.pauseChannel(pool, planId, this.name, pause, this.postponed.splice(0));
  }
}

const notMade = (error: string) => ({ kind: "refused", error: `not made: ${error}` }) as const;
