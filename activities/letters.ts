/** The postman's activities: closing, and sending by what the plan's mode allows. */
import { earliest } from "../domain/plan/plan-date.js";
import { ApplicationFailure, Context } from "@temporalio/activity";
import type { Language } from "../domain/language/words.js";
import { type Channels, rehearsalChannels } from "../mail/channels/channels.js";
import type { Mailers } from "../mail/mailers.js";
import { foreignLine } from "../domain/language/text.js";
import { lettersStoppedWords } from "../domain/streams/alarm-words.js";
import { alarmsOf, raiseAlarms } from "../prisma/alarms/alarm-store.js";
import { isTransient } from "../prisma/database/away.js";
import { alarmClockAhead, checkClosing, ClockAhead } from "../prisma/ledger/clock-ahead.js";
import { nextNight, reportVacancies } from "../prisma/alarms/vacancy-report.js";
import { outstandingDeliveries } from "../prisma/letters/delivery-sending.js";
import { closeLetters, nextClosing, type Outlets, unsettledBy } from "../prisma/letters/letter-closing.js";
import { findPlan } from "../prisma/plans/plan-store.js";
import type { DirectoryCache } from "../prisma/plans/rules-cache.js";
import type { Pool } from "../prisma/database/pool.js";
import type { LetterActivities } from "./contract.js";
import { CircuitBreakers } from "./circuit-breakers.js";
import { OurFaults } from "./our-faults.js";
import { sendLetters } from "./send-letters.js";

/** One activity's work: short, so that a worker that stops is soon done (milliseconds). */
const BUDGET = 5_000;
/** An error's words as they are told (characters). */
const MOST_SAID = 500;
/** Well within the heartbeat time-out of the proxy. */
const HEARTBEAT = 2_000;

/** A quarter of a second's work: for less, another sender comes too late to help. */
const LETTERS_A_SENDER = 150;
/** Of one plan: the others' letters want to go too. */
const MOST_SENDERS = 4;

const sendersFor = (letters: number): number =>
  Math.min(Math.max(1, Math.ceil(letters / LETTERS_A_SENDER)), MOST_SENDERS);

export interface LetterDeps {
  readonly pool: Pool;
  readonly directories: DirectoryCache;
  readonly outlets: Outlets;
  readonly mailers: Mailers;
  readonly channels: Channels;
  readonly language: Language;
}

export function letterActivities(deps: LetterDeps): LetterActivities {
  const { pool, directories, outlets, mailers, channels, language } = deps;
  const mailbox = rehearsalChannels(mailers.rehearsal);
  const breakers = new CircuitBreakers();
  const faults = new OurFaults();
  return {
    async closeLetters(planId, upTo) {
      await checkClosing(pool, planId, upTo).catch(async (error: unknown) => {
        if (!(error instanceof ClockAhead)) throw error;
        await alarmClockAhead(pool, planId, error);
        throw ApplicationFailure.retryable(error.message, "clockAhead");
      });
      return alarmed(pool, planId, "close", upTo, async () => {
        const directory = await directories.get(planId);
        await reportVacancies(pool, planId, upTo, directory);
        const { made, queued, next } = await closeLetters(pool, planId, upTo, directory, outlets);
        return { made, queued, senders: sendersFor(queued), next: earliest(next, nextNight(upTo, directory)) };
      });
    },
    // Asked by live plans only: their nights are real.
    async nextClosing(planId) {
      const directory = await directories.get(planId);
      return earliest(await nextClosing(pool, planId, directory), nextNight(Date.now(), directory));
    },
    unsettledBy: (planId, upTo) => unsettledBy(pool, planId, upTo),
    async sendLetters(planId) {
      const context = Context.current();
      const heartbeat = setInterval(() => context.heartbeat(), HEARTBEAT);
      try {
        // The database says what the plan is; no setting and no message can send a rehearsal's letters elsewhere.
        const rehearsal = (await findPlan(pool, planId)).mode !== "live";
        const by = rehearsal ? mailbox : channels;
        const { sent, failed } = await alarmed(pool, planId, "send", Date.now(), () =>
          sendLetters({
            planId,
            pool,
            directories,
            channels: by,
            language,
            rehearsal,
            breakers,
            faults,
            signal: context.cancellationSignal,
            budget: BUDGET,
          }),
        );
        const { nextIn, due } = await outstandingDeliveries(pool, planId, [...by.by.keys()]);
        return { sent, failed, nextIn, senders: sendersFor(due) };
      } finally {
        clearInterval(heartbeat);
      }
    },
  };
}

/** An error that no outage explains is tried again like one, but the office is told of it. */
async function alarmed<T>(
  pool: Pool,
  planId: string,
  what: "close" | "send",
  planAt: number,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!isTransient(error)) {
      const detail = lettersStoppedWords(what, foreignLine(String(error), MOST_SAID));
      await raiseAlarms(
        pool,
        planId,
        alarmsOf([{ key: `lettersStopped/${what}`, kind: "lettersStopped", planAt, detail: { ...detail } }]),
      );
    }
    throw error;
  }
}
