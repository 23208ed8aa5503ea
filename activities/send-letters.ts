/**
 * Sends a plan's letters: as many at a time as the mailer has connections, taken from the store in batches so that there
 * is always one ready. What came of them is marked in batches too; a sender that dies leaves at most some of its letters
 * to be sent again, under the same Message-ID.
 */
import type { LetterStore, SendFailure } from "../prisma/letters/letter-store.js";
import type { StoredLetter } from "../prisma/letters/letter-models.js";
import type { Language } from "../mail/letter-model.js";
import { renderLetter } from "../mail/render.js";
import type { Mailer, SendResult } from "../mail/transport.js";
import { countDeliveries } from "./metrics.js";

export interface SendingDeps {
  readonly planId: string;
  readonly letters: LetterStore;
  readonly mailer: Mailer;
  readonly language: Language;
  /** A rehearsal's letters bear plan time. */
  readonly rehearsal: boolean;
  /** Ends the sending: nothing more is taken, and what has not begun is put back. */
  readonly signal: AbortSignal;
  /** After so many milliseconds nothing more is taken. */
  readonly budget: number;
}

export interface Sent {
  readonly sent: number;
  readonly failed: number;
  /** Set when the server takes nothing for now: why. */
  readonly serverAway: string | null;
}

/** Letters taken at a time, and how few are ready when the next are taken. */
const TAKE = 60;
const LOW = 20;
/** Results are marked when so many have come in. */
const MARK = 50;
/** A sign of life for what is under way, well within the time that the store leaves it ours (milliseconds). */
const SIGN_OF_LIFE = 3_000;
/** So many refusals in a row are the server's, not the letters'. */
const MOST_REFUSALS = 25;

export async function sendLetters(deps: SendingDeps): Promise<Sent> {
  const run = new SendingRun(deps);
  const alive = setInterval(() => run.signOfLife(), SIGN_OF_LIFE);
  try {
    await Promise.all(Array.from({ length: deps.mailer.connections }, () => run.lane()));
    return await run.end();
  } finally {
    clearInterval(alive);
  }
}

class SendingRun {
  private readonly ready: StoredLetter[] = [];
  private readonly underWay = new Set<string>();
  private readonly accepted: string[] = [];
  private readonly refused: SendFailure[] = [];
  private readonly returned: string[] = [];
  private taking: Promise<void> | undefined;
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

  /** Waits for all that was begun, marks it, and puts back what was not. */
  async end(): Promise<Sent> {
    await this.taking;
    this.returned.push(...this.ready.splice(0).map((letter) => letter.id));
    this.mark();
    await this.marking;
    await this.deps.letters.putBack(this.deps.planId, this.returned, this.serverAway ?? "sending stopped");
    countDeliveries("mail", "accepted", this.sent);
    countDeliveries("mail", "refused", this.failed);
    countDeliveries("mail", "later", this.later);
    if (this.trouble !== undefined) throw this.trouble;
    return { sent: this.sent, failed: this.failed, serverAway: this.serverAway };
  }

  signOfLife(): void {
    // A slow server must not leave accepted letters unmarked for longer than they are ours.
    this.mark();
    const held = [...this.underWay, ...this.ready.map((letter) => letter.id)];
    this.marking = this.marking.then(() => this.deps.letters.keep(this.deps.planId, held)).catch(this.stopFor);
  }

  private readonly stopFor = (error: unknown): void => {
    this.trouble ??= error;
  };

  private mayTake(): boolean {
    const { signal } = this.deps;
    return (
      !this.noneLeft &&
      !signal.aborted &&
      this.serverAway === null &&
      this.trouble === undefined &&
      performance.now() < this.until
    );
  }

  private async next(): Promise<StoredLetter | undefined> {
    if (this.ready.length <= LOW && this.mayTake()) {
      this.taking ??= this.take().finally(() => (this.taking = undefined));
    }
    if (this.ready.length === 0) await this.taking;
    if (this.deps.signal.aborted || this.serverAway !== null || this.trouble !== undefined) return undefined;
    return this.ready.shift();
  }

  private async take(): Promise<void> {
    const { letters, planId } = this.deps;
    try {
      const ids = await letters.take(planId, TAKE);
      if (ids.length === 0) this.noneLeft = true;
      this.ready.push(...(await letters.read(planId, ids)));
    } catch (error) {
      this.stopFor(error);
    }
  }

  private async deliver(letter: StoredLetter): Promise<SendResult> {
    const { mailer, language, rehearsal } = this.deps;
    const { person, says, messageId, closedAt } = letter;
    if (!person?.email) return { ok: false, permanent: true, lost: false, message: "no e-mail address in the roster" };
    this.underWay.add(letter.id);
    try {
      const rendered = renderLetter(says, language);
      return await mailer.send({
        ...rendered,
        to: { name: person.name, address: person.email },
        office: says.plan.officeName,
        messageId,
        ...(rehearsal && { date: new Date(closedAt) }),
      });
    } catch (error) {
      // One letter that cannot be made must not keep the others from going.
      return { ok: false, permanent: true, lost: false, message: `not made: ${String(error)}` };
    } finally {
      this.underWay.delete(letter.id);
    }
  }

  private async settle({ id }: StoredLetter, result: SendResult): Promise<void> {
    if (result.ok) {
      this.sent++;
      this.refusalsInRow = 0;
      this.accepted.push(id);
    } else if (result.lost && (await this.isServerAway())) {
      this.returned.push(id);
    } else {
      this.refused.push({ id, error: result.message, permanent: result.permanent });
      if (result.permanent) this.failed++;
      else {
        this.later++;
        if (++this.refusalsInRow >= MOST_REFUSALS) this.serverAway ??= result.message;
      }
    }
    if (this.accepted.length + this.refused.length >= MARK) this.mark();
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
    const { letters, planId, rehearsal } = this.deps;
    const accepted = this.accepted.splice(0);
    const refused = this.refused.splice(0);
    if (accepted.length + refused.length === 0) return;
    this.marking = this.marking
      .then(async () => {
        await letters.markSent(planId, accepted);
        await letters.markFailed(planId, refused, rehearsal ? null : Date.now());
      })
      .catch(this.stopFor);
  }
}
