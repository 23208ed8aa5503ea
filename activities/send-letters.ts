/**
 * Sends a plan's letters: as many at a time as the mailer has connections, claimed in batches so that there is always one
 * ready. What came of them is marked in batches too; a sender that dies leaves at most some of its letters to be sent again,
 * under the same Message-ID.
 */
import type { Pool } from "../prisma/database/pool.js";
import type { Claim } from "../prisma/letters/leases.js";
import type { Outlets } from "../prisma/letters/letter-closing.js";
import { readLetters, type StoredLetter } from "../prisma/letters/letter-models.js";
import * as sending from "../prisma/letters/letter-sending.js";
import type { DirectoryCache } from "../prisma/plans/rules-cache.js";
import type { Language } from "../domain/language/words.js";
import { DOCX_TYPE, renderDocx } from "../documents/docx/render.js";
import type { LetterModel } from "../domain/letters/letter-model.js";
import { documentOf } from "../mail/document.js";
import { renderLetter } from "../mail/render.js";
import { bulletinOfLetter } from "../prisma/bulletins/letter-bulletin.js";
import type { Mailer, OutgoingLetter, SendResult } from "../mail/transport.js";
import { countDeliveries } from "./metrics.js";
import type { OurFaults } from "./our-faults.js";

export interface SendingDeps {
  readonly planId: string;
  readonly pool: Pool;
  readonly directories: DirectoryCache;
  readonly outlets: Outlets;
  readonly mailer: Mailer;
  readonly language: Language;
  /** A rehearsal's letters bear plan time. */
  readonly rehearsal: boolean;
  /** What the office has been told that servers refuse of us. */
  readonly faults: OurFaults;
  /** Ends the sending: nothing more is claimed, and what has not begun is released. */
  readonly signal: AbortSignal;
  /** After so many milliseconds nothing more is claimed. */
  readonly budget: number;
}

export interface Sent {
  readonly sent: number;
  readonly failed: number;
  /** Set when the server takes nothing for now: away, or refusing what is ours; why. */
  readonly serverAway: string | null;
}

/** Letters claimed at a time, and how few are ready when the next are claimed. */
const BATCH = 60;
const LOW = 20;
/** Results are marked when so many have come in. */
const MARK = 50;
/** A heartbeat renews the leases of what is under way, well before they run out (milliseconds). */
const HEARTBEAT = 3_000;
/** So many refusals in a row are the server's, not the letters'. */
const MOST_REFUSALS = 25;

export async function sendLetters(deps: SendingDeps): Promise<Sent> {
  const run = new SendingRun(deps);
  const heartbeat = setInterval(() => run.heartbeat(), HEARTBEAT);
  try {
    await Promise.all(Array.from({ length: deps.mailer.connections }, () => run.lane()));
    return await run.end();
  } finally {
    clearInterval(heartbeat);
  }
}

/** A letter under the lease that it was claimed with. */
type ClaimedLetter = StoredLetter & Claim;

const claimOf = ({ id, lease }: Claim): Claim => ({ id, lease });

class SendingRun {
  private ready: ClaimedLetter[] = [];
  private readonly underWay = new Set<Claim>();
  private readonly accepted: string[] = [];
  private readonly refused: sending.SendFailure[] = [];
  private readonly released: Claim[] = [];
  private readonly postponed: sending.Postponed[] = [];
  private fault: Extract<SendResult, { kind: "ours" }> | null = null;
  private claiming: Promise<void> | undefined;
  private probing: Promise<void> | undefined;
  private marking: Promise<void> = Promise.resolve();
  private noneLeft = false;
  private sent = 0;
  private failed = 0;
  private later = 0;
  private refusalsInRow = 0;
  private serverAway: string | null = null;
  private trouble: unknown;
  private readonly until: number;

  constructor(private readonly deps: SendingDeps) {
    this.until = performance.now() + deps.budget;
  }

  /** Sends one letter after the other until none is left or the run ends. */
  async lane(): Promise<void> {
    for (let letter = await this.next(); letter !== undefined; letter = await this.next()) {
      await this.settle(letter, await this.deliver(letter));
    }
  }

  /** Waits for all that was begun, marks it, and releases what was not. */
  async end(): Promise<Sent> {
    const { pool, planId } = this.deps;
    await this.claiming;
    this.released.push(...this.ready.splice(0).map(claimOf));
    this.mark();
    await this.marking;
    await sending.releaseLetters(pool, planId, this.released, this.serverAway ?? "sending stopped");
    await sending.postponeLetters(pool, planId, this.postponed);
    const { faults } = this.deps;
    if (this.sent > 0) faults.over(planId, "mail");
    if (this.fault !== null) await faults.tell(pool, planId, { channel: "mail", ...this.fault });
    countDeliveries("mail", "accepted", this.sent);
    countDeliveries("mail", "refused", this.failed);
    countDeliveries("mail", "later", this.later);
    if (this.trouble !== undefined) throw this.trouble;
    return { sent: this.sent, failed: this.failed, serverAway: this.serverAway };
  }

  heartbeat(): void {
    // A slow server must not leave accepted letters unmarked for longer than their lease lasts.
    this.mark();
    this.marking = this.marking.then(() => this.renew()).catch(this.stopFor);
  }

  private async renew(): Promise<void> {
    const claims = [...this.underWay, ...this.ready.map(claimOf)];
    const renewed = await sending.renewLetterLeases(this.deps.pool, this.deps.planId, claims);
    const lost = new Set(claims.flatMap(({ id }) => (renewed.has(id) ? [] : [id])));
    // Another sender has these by now.
    if (lost.size > 0) this.ready = this.ready.filter(({ id }) => !lost.has(id));
  }

  private readonly stopFor = (error: unknown): void => {
    this.trouble ??= error;
  };

  private mayClaim(): boolean {
    const { signal } = this.deps;
    return (
      !this.noneLeft &&
      !signal.aborted &&
      this.serverAway === null &&
      this.trouble === undefined &&
      performance.now() < this.until
    );
  }

  private async next(): Promise<ClaimedLetter | undefined> {
    if (this.ready.length <= LOW && this.mayClaim()) {
      this.claiming ??= this.claim().finally(() => (this.claiming = undefined));
    }
    if (this.ready.length === 0) await this.claiming;
    if (this.deps.signal.aborted || this.serverAway !== null || this.trouble !== undefined) return undefined;
    return this.ready.shift();
  }

  private async claim(): Promise<void> {
    const { pool, directories, planId } = this.deps;
    try {
      const claims = await sending.claimLetters(pool, planId, BATCH);
      if (claims.length === 0) this.noneLeft = true;
      const { bundle } = await directories.get(planId);
      const ids = claims.map(({ id }) => id);
      const { letters, unreadable } = await readLetters(pool, planId, ids, bundle);
      const leases = new Map(claims.map(({ id, lease }) => [id, lease]));
      const leaseOf = (id: string): number => leases.get(id) ?? 0;
      this.ready.push(...letters.map((letter) => ({ ...letter, lease: leaseOf(letter.id) })));
      for (const { id, error } of unreadable) this.refuse({ id, lease: leaseOf(id) }, notMade(error));
    } catch (error) {
      this.stopFor(error);
    }
  }

  private async deliver(letter: ClaimedLetter): Promise<SendResult> {
    const { mailer, language, rehearsal } = this.deps;
    const { person, says, messageId, closedAt } = letter;
    if (!person?.email) return { ok: false, kind: "refused", message: "no e-mail address in the roster" };
    const claim = claimOf(letter);
    this.underWay.add(claim);
    try {
      const rendered = renderLetter(says, language);
      const attachments = await this.documents(says);
      return await mailer.send({
        ...rendered,
        ...(attachments.length > 0 && { attachments }),
        to: { name: person.name, address: person.email },
        office: says.plan.officeName,
        messageId,
        ...(rehearsal && { date: new Date(closedAt) }),
      });
    } catch (error) {
      // One letter that cannot be made must not keep the others from going.
      return notMade(String(error));
    } finally {
      this.underWay.delete(claim);
    }
  }

  /** A 通报 or 专报 goes with the letter as the document that was signed. */
  private async documents(says: LetterModel): Promise<NonNullable<OutgoingLetter["attachments"]>> {
    const { pool, directories, planId } = this.deps;
    if (!says.bulletin) return [];
    const { bundle } = await directories.get(planId);
    const document = documentOf(says, "zh", await bulletinOfLetter(pool, planId, says, bundle));
    const content = Buffer.from(await renderDocx(document));
    return [
      { filename: `${document.documentNo ?? says.planDay} ${document.title}.docx`, content, contentType: DOCX_TYPE },
    ];
  }

  private async settle(letter: ClaimedLetter, result: SendResult): Promise<void> {
    const claim = claimOf(letter);
    if (result.ok) {
      this.sent++;
      this.refusalsInRow = 0;
      this.accepted.push(claim.id);
    } else if (result.kind === "ours") {
      this.fault ??= result;
      this.serverAway ??= result.message;
      this.postponed.push({ ...claim, error: result.message });
    } else if (result.kind === "lost" && (await this.isServerAway())) {
      this.released.push(claim);
    } else {
      this.refuse(claim, result);
    }
    if (this.accepted.length + this.refused.length >= MARK) this.mark();
  }

  private refuse(claim: Claim, { message, kind }: SendFailed): void {
    const permanent = kind === "refused";
    this.refused.push({ ...claim, error: message, permanent });
    if (permanent) {
      this.failed++;
      return;
    }
    this.later++;
    if (++this.refusalsInRow >= MOST_REFUSALS) this.serverAway ??= message;
  }

  /** A connection that failed may be one letter's bad luck or the server's end: asked once for all that failed together. */
  private async isServerAway(): Promise<boolean> {
    if (this.serverAway !== null) return true;
    this.probing ??= this.deps.mailer.probe().finally(() => (this.probing = undefined));
    try {
      await this.probing;
      return false;
    } catch (error) {
      this.serverAway ??= error instanceof Error ? error.message : String(error);
      return true;
    }
  }

  private mark(): void {
    const { pool, planId } = this.deps;
    const accepted = this.accepted.splice(0);
    const refused = this.refused.splice(0);
    if (accepted.length + refused.length === 0) return;
    this.marking = this.marking
      .then(async () => {
        await sending.markSent(pool, planId, accepted);
        await this.markFailed(refused);
      })
      .catch(this.stopFor);
  }

  /** A rehearsal's alarms bear each letter's own closing, and it knows mail only. */
  private async markFailed(refused: readonly sending.SendFailure[]): Promise<void> {
    const { pool, planId, directories, outlets, rehearsal } = this.deps;
    if (refused.length === 0) return;
    const now = rehearsal ? null : Date.now();
    const others =
      now === null || outlets.channels.length <= 1
        ? null
        : { configured: outlets.channels, directory: await directories.get(planId), now };
    await sending.markFailed(pool, planId, refused, now, others);
  }
}

type SendFailed = Extract<SendResult, { ok: false }>;

const notMade = (error: string): SendFailed => ({
  ok: false,
  kind: "refused",
  message: `not made: ${error}`,
});
