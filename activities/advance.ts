/** Advancing a stream as an activity: its errors classified once, and one part that can't be recorded kept from the others. */
import { activityInfo, ApplicationFailure, log } from "@temporalio/activity";
import { foreignLine } from "../domain/language/text.js";
import type { Outcome } from "../domain/ledger/record.js";
import type { AdvanceAnswer, AdvanceRequest, LeanAnswer } from "../domain/streams/advance.js";
import { type AlarmWords, newerReleaseWords, unrecordableWords } from "../domain/streams/alarm-words.js";
import { alarmsOf, raiseAlarms } from "../prisma/alarms/alarm-store.js";
import type { Pool } from "../prisma/database/pool.js";
import { NewerRelease } from "../prisma/ledger/stream-head.js";
import type { StreamStore } from "../prisma/ledger/advance.js";
import type { Part } from "../prisma/ledger/deciding-items.js";
import { dueItems, parkItem, parkStream } from "../prisma/ledger/parking.js";
import { refusal } from "../prisma/ledger/asked.js";
import { alarmClockAhead, ClockAhead } from "../prisma/ledger/clock-ahead.js";
import { LedgerRestored } from "../prisma/ledger/restored.js";
import { toldMessage } from "../telemetry/errors.js";
import { databaseAway, isTransient } from "../prisma/database/away.js";
import { isOfSchema } from "../prisma/database/refusal.js";
import { noteStopped } from "../prisma/ledger/headway.js";
import type { StreamActivities } from "./contract.js";

export function streamActivities({
  pool,
  streams,
}: {
  readonly pool: Pool;
  readonly streams: StreamStore;
}): StreamActivities {
  return {
    async advance(request) {
      try {
        return lean(await advanceAll(pool, streams, request), request);
      } catch (error) {
        if (error instanceof LedgerRestored) throw ApplicationFailure.nonRetryable(error.message, "ledgerRestored");
        if (error instanceof NewerRelease) {
          await alarm(pool, request, "newerRelease", request.stream, newerReleaseWords(request.stream, error.message));
          throw ApplicationFailure.retryable(error.message, "newerRelease");
        }
        if (error instanceof ClockAhead) {
          await alarmClockAhead(pool, request.planId, error);
          await noteStopped(pool, { ...request, now: error.databaseNow }, error);
          throw ApplicationFailure.retryable(error.message, "clockAhead");
        }
        // While the database is away nothing can be noted there; what is no outage of it must be seen, as no retry may mend it.
        if (!databaseAway(error) && (!isTransient(error) || activityInfo().attempt >= BUSY_FOR_LONG))
          await noteStopped(pool, request, error);
        throw error; // Temporal tries again
      }
    },
  };
}

function lean({ seq, hash, nextDue, ...rest }: AdvanceAnswer, { details }: AdvanceRequest): LeanAnswer {
  const said = Object.entries(rest).filter(
    ([name, value]) =>
      value !== null && !(Array.isArray(value) && value.length === 0) && !(name === "details" && value === details),
  );
  return { seq, hash, nextDue, ...Object.fromEntries(said) };
}

/** Attempts after which a database that is only busy counts as one that does not take the stream's rows: some half a minute. */
const BUSY_FOR_LONG = 7;

/**
 * Neither the database's absence, nor a restored or newer ledger, nor clocks that differ, nor a schema that is not this release's:
 * what was to be recorded cannot be.
 */
function isUnrecordable(error: unknown): boolean {
  const isOfAll = error instanceof LedgerRestored || error instanceof NewerRelease || error instanceof ClockAhead;
  return !(isOfAll || isOfSchema(error) || isTransient(error));
}

/** All in one transaction; where that cannot be recorded, part by part, so that only the guilty one is left out. */
async function advanceAll(pool: Pool, streams: StreamStore, request: AdvanceRequest): Promise<AdvanceAnswer> {
  try {
    return await streams.advance(request);
  } catch (error) {
    if (!isUnrecordable(error)) throw error;
    log.warn(`${request.stream}: a batch could not be recorded; it is tried part by part`, {
      error: toldMessage(error),
    });
    return new Isolation(pool, streams, request).run();
  }
}

/** One batch, part by part: each due item, each message, each command in a transaction of its own. */
class Isolation {
  private readonly answers: AdvanceAnswer[] = [];
  private readonly refused: Outcome[] = [];

  constructor(
    private readonly pool: Pool,
    private readonly streams: StreamStore,
    private readonly request: AdvanceRequest,
  ) {}

  async run(): Promise<AdvanceAnswer> {
    const { planId, stream, now, messages, commands } = this.request;
    // Opens the stream where it has no row yet; a fault in that is nobody's part, and is thrown.
    await this.part({}, { due: false });
    if (!(await this.attempt({}, { due: true }, null))) {
      const items = await dueItems(this.pool, planId, stream, now);
      for (const item of items)
        if (!(await this.attempt({}, { due: [item] }, `the due step of item ${item}`)))
          await parkItem(this.pool, planId, stream, item);
      if (items.length === 0) {
        await this.tell("the stream's own due step", this.lastReason);
        await parkStream(this.pool, planId, stream);
      }
    }
    for (const key of messages) await this.attempt({ messages: [key] }, { due: false }, `message ${key}`);
    for (const command of commands) {
      const reason = await this.attempt({ commands: [command] }, { due: false }, `request ${command.key}`);
      if (reason !== true) this.refused.push(refusal(command, "unrecordable", this.lastReason));
    }
    await this.part({}, { due: false });
    return this.answer();
  }

  private lastReason = "";

  /** Whether the part was recorded; told as an alarm where it could not be, unless `what` is null. */
  private async attempt(
    asked: Partial<Pick<AdvanceRequest, "commands" | "messages">>,
    part: Part,
    what: string | null,
  ): Promise<boolean> {
    try {
      await this.part(asked, part);
      return true;
    } catch (error) {
      if (!isUnrecordable(error)) throw error;
      this.lastReason = reasonOf(error);
      if (what !== null) await this.tell(what, this.lastReason);
      return false;
    }
  }

  private async part(asked: Partial<Pick<AdvanceRequest, "commands" | "messages">>, part: Part): Promise<void> {
    const last = this.answers.at(-1);
    const known = last ? { seq: last.seq, hash: last.hash } : this.request.known;
    this.answers.push(
      await this.streams.advance({ ...this.request, commands: [], messages: [], ...asked, known }, part),
    );
  }

  private tell(what: string, reason: string): Promise<void> {
    const { stream } = this.request;
    const words = unrecordableWords(stream, foreignLine(what, MOST_SAID), reason);
    return alarm(this.pool, this.request, "unrecordable", `${stream}/${what}`, words);
  }

  /** The last answer's head, with what all of them have to tell. */
  private answer(): AdvanceAnswer {
    const last = this.answers.at(-1);
    if (!last) throw new Error("nothing was advanced");
    const closings = this.answers.flatMap(({ closeAt }) => (closeAt === null ? [] : [closeAt]));
    const details = this.answers.flatMap((answer) => answer.details ?? []);
    const messages = new Map(this.answers.flatMap((answer) => answer.messages).map((one) => [one.key, one]));
    const toStart = new Map(this.answers.flatMap((answer) => answer.toStart).map((one) => [one.stream, one]));
    return {
      ...last,
      outcomes: [...this.answers.flatMap(({ outcomes }) => outcomes), ...this.refused],
      messages: [...messages.values()],
      toStart: [...toStart.values()],
      closeAt: closings.length === 0 ? null : Math.min(...closings),
      details: details.at(-1) ?? null,
    };
  }
}

/** An error's words as they are told (characters). */
const MOST_SAID = 1_000;

const reasonOf = (error: unknown): string =>
  foreignLine(error instanceof Error ? `${error.name}: ${toldMessage(error)}` : String(error), MOST_SAID);

async function alarm(
  pool: Pool,
  { planId, stream, now }: AdvanceRequest,
  kind: "unrecordable" | "newerRelease",
  about: string,
  words: AlarmWords,
): Promise<void> {
  await raiseAlarms(
    pool,
    planId,
    alarmsOf([{ key: `${kind}/${about}`, kind, planAt: now, detail: { stream, ...words } }]),
  );
}
