/** The postman's activities: closing, and sending by the ways that the plan's mode asks for. */
import { earliest } from "../domain/plan/plan-date.js";
import { ApplicationFailure, Context } from "@temporalio/activity";
import type { Language } from "../mail/letter-model.js";
import type { Channels } from "../mail/channels/channels.js";
import type { Mailers } from "../mail/mailers.js";
import type { LetterStore } from "../prisma/letters/letter-store.js";
import { findPlan } from "../prisma/plans/plan-store.js";
import type { Pool } from "../prisma/database/pool.js";
import type { LetterActivities } from "./contract.js";
import { Rests, sendDeliveries } from "./send-deliveries.js";
import { sendLetters } from "./send-letters.js";

/** One activity's work: short, so that a worker that stops is soon done (milliseconds). */
const BUDGET = 5_000;
/** Well within the heartbeat time-out of the proxy. */
const HEARTBEAT = 2_000;

export interface LetterDeps {
  readonly pool: Pool;
  readonly letters: LetterStore;
  readonly mailers: Mailers;
  readonly channels: Channels;
  readonly language: Language;
}

/** A mail server that is away is looked for again after this long, where channels have letters meanwhile (milliseconds). */
const MAIL_AGAIN = 15_000;

export function letterActivities({ pool, letters, mailers, channels, language }: LetterDeps): LetterActivities {
  const rests = new Rests();
  return {
    async closeLetters(planId, upTo) {
      await letters.reportVacancies(planId, upTo);
      const { made, queued, next } = await letters.closeLetters(planId, upTo);
      return { made, queued, next: earliest(next, await letters.nextNight(planId, upTo)) };
    },
    // Asked by live plans only: their nights are real.
    async nextClosing(planId) {
      return earliest(await letters.nextClosing(planId), await letters.nextNight(planId, Date.now()));
    },
    unsettledBy: (planId, upTo) => letters.unsettledBy(planId, upTo),
    async sendLetters(planId) {
      const context = Context.current();
      const heartbeat = setInterval(() => context.heartbeat(), HEARTBEAT);
      try {
        // The database says what the plan is; no setting and no message can send a rehearsal's letters elsewhere.
        const rehearsal = (await findPlan(pool, planId)).mode !== "live";
        const run = { planId, letters, language, signal: context.cancellationSignal, budget: BUDGET };
        const [mail, beside] = await both(
          sendLetters({ ...run, mailer: rehearsal ? mailers.rehearsal : mailers.live, rehearsal }),
          // No channel ever sees a rehearsal's letter.
          rehearsal ? NOTHING : sendDeliveries({ ...run, channels }, rests),
        );
        const next = rehearsal ? null : await letters.nextDelivery(planId);
        const stuck = mail.serverAway !== null && mail.sent + mail.failed === 0;
        if (stuck && next === null && beside.sent + beside.failed === 0)
          throw ApplicationFailure.retryable(`the mail server takes no letters: ${mail.serverAway}`, "mailServerAway");
        return {
          sent: mail.sent + beside.sent,
          failed: mail.failed + beside.failed,
          nextIn: earliest(await nextMail(planId, stuck), next),
        };
      } finally {
        clearInterval(heartbeat);
      }
    },
  };

  async function nextMail(planId: string, stuck: boolean): Promise<number | null> {
    const next = await letters.nextTake(planId);
    return next === null || !stuck ? next : Math.max(next, MAIL_AGAIN);
  }
}

const NOTHING = Promise.resolve({ sent: 0, failed: 0 });

/** Both to their end, also where one fails: nothing goes on behind an activity that has ended. */
async function both<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([a, b]);
  return [await a, await b];
}
