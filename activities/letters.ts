/** The postman's activities: closing, and sending by the way that the plan's mode asks for. */
import { ApplicationFailure, Context } from "@temporalio/activity";
import type { Language } from "../mail/letter-model.js";
import type { Mailers } from "../mail/mailers.js";
import type { LetterStore } from "../prisma/letter-store.js";
import { findPlan } from "../prisma/plan-store.js";
import type { Pool } from "../prisma/pool.js";
import type { LetterActivities } from "./contract.js";
import { sendLetters } from "./send-letters.js";

/** One activity's work: short, so that a worker that stops is soon done (milliseconds). */
const BUDGET = 5_000;
/** Well within the heartbeat time-out of the proxy. */
const HEARTBEAT = 2_000;

export interface LetterDeps {
  readonly pool: Pool;
  readonly letters: LetterStore;
  readonly mailers: Mailers;
  readonly language: Language;
}

const earlier = (closing: number | null, night: number | null): number | null =>
  closing === null || night === null ? (closing ?? night) : Math.min(closing, night);

export function letterActivities({ pool, letters, mailers, language }: LetterDeps): LetterActivities {
  return {
    async closeLetters(planId, upTo) {
      await letters.reportVacancies(planId, upTo);
      const { made, queued, next } = await letters.closeLetters(planId, upTo);
      return { made, queued, next: earlier(next, await letters.nextNight(planId, upTo)) };
    },
    // Asked by live plans only: their nights are real.
    async nextClosing(planId) {
      return earlier(await letters.nextClosing(planId), await letters.nextNight(planId, Date.now()));
    },
    unsettledBy: (planId, upTo) => letters.unsettledBy(planId, upTo),
    async sendLetters(planId) {
      const context = Context.current();
      const heartbeat = setInterval(() => context.heartbeat(), HEARTBEAT);
      try {
        // The database says what the plan is; no setting and no message can send a rehearsal's letters elsewhere.
        const rehearsal = (await findPlan(pool, planId)).mode !== "live";
        const { sent, failed, serverAway } = await sendLetters({
          planId,
          letters,
          mailer: rehearsal ? mailers.rehearsal : mailers.live,
          language,
          rehearsal,
          signal: context.cancellationSignal,
          budget: BUDGET,
        });
        if (serverAway !== null && sent + failed === 0)
          throw ApplicationFailure.retryable(`the mail server takes no letters: ${serverAway}`, "mailServerAway");
        return { sent, failed, nextIn: await letters.nextTake(planId) };
      } finally {
        clearInterval(heartbeat);
      }
    },
  };
}
