/**
 * Letters: made of notices when these close (letter-closing.ts), sent by mail (letter-sending.ts) and by other channels
 * (delivery-store.ts), and read: what they say (letter-models.ts) and how they stand.
 */
import type { Channel } from "../../domain/letters/channels.js";
import type { Instrument } from "../../domain/instruments/instruments.js";
import { MAIL_ONLY } from "./channel-choices.js";
import { type DeliveryResult, settleDeliveries } from "./delivery-settling.js";
import * as deliveries from "./delivery-store.js";
import * as closing from "./letter-closing.js";
import { readLetters, type StoredLetter } from "./letter-models.js";
import * as sending from "./letter-sending.js";
import type { DirectoryCache } from "../plans/plan-store.js";
import type { Pool } from "../database/pool.js";
import { nextNight, reportVacancies } from "../alarms/vacancy-report.js";

export type { ClosedLetters, MessageIdOf } from "./letter-closing.js";
export type { SendFailure } from "./letter-sending.js";

export const LETTER_STATES = ["draft", "queued", "sending", "sent", "failed", "manual", "superseded"] as const;
export type LetterState = (typeof LETTER_STATES)[number];

export const defaultMessageId: closing.MessageIdOf = (planId, letterId) => `<${letterId}.${planId}@duban.invalid>`;

/** A letter as lists show it. */
export interface LetterRow {
  readonly id: string;
  readonly instrument: Instrument;
  readonly person: string | null;
  readonly post: string | null;
  readonly planDay: string;
  readonly supplement: number;
  readonly documentNo: string | null;
  readonly messageId: string;
  readonly state: LetterState;
  readonly attempts: number;
  readonly lastError: string | null;
}

/** A numbered draft that waits for the office, with the steps it covers. */
export interface OpenDraft {
  readonly letter: string;
  readonly documentNo: string;
  readonly instrument: Instrument;
  readonly post: string;
  readonly planDay: string;
  readonly steps: readonly {
    readonly stream: string;
    readonly item: string;
    readonly rung: string;
    readonly version: number;
  }[];
}

const LETTER_COLUMNS = `id, instrument, person, post, plan_day AS "planDay", supplement, document_no AS "documentNo",
  message_id AS "messageId", state, attempts, last_error AS "lastError"`;

export class LetterStore {
  constructor(
    private readonly pool: Pool,
    private readonly directories: DirectoryCache,
    private readonly messageIdOf: closing.MessageIdOf = defaultMessageId,
    /** The channels by which live letters may go; mail is one of them. */
    readonly channels: readonly Channel[] = MAIL_ONLY,
  ) {}

  /** The instants at or before `upTo` at which something closes, in order. */
  async closingsUpTo(planId: string, upTo: number): Promise<number[]> {
    return closing.closingsUpTo(this.pool, planId, upTo, await this.directories.get(planId));
  }

  /** The earliest instant at which something closes; null when every notice has its letter. */
  async nextClosing(planId: string): Promise<number | null> {
    return closing.nextClosing(this.pool, planId, await this.directories.get(planId));
  }

  /** Alarms the office of vacant posts as of the night by an instant, where it is to be told; letters that close then tell it. */
  async reportVacancies(planId: string, upTo: number): Promise<void> {
    await reportVacancies(this.pool, planId, upTo, await this.directories.get(planId));
  }

  /** The night after an instant at which a live plan looks at its vacant posts, whether letters close then or not; null after all days. */
  async nextNight(planId: string, after: number): Promise<number | null> {
    return nextNight(after, await this.directories.get(planId));
  }

  /** Whether batched letters would close by `upTo` although a stream has yet to record what fell due by then. */
  unsettledBy(planId: string, upTo: number): Promise<boolean> {
    return closing.unsettledBy(this.pool, planId, upTo);
  }

  /** Assigns every notice that closes by `upTo` to a letter. Again with the same instant it does nothing. */
  async closeLetters(planId: string, upTo: number): Promise<closing.ClosedLetters> {
    const ways = { messageIdOf: this.messageIdOf, channels: this.channels };
    return closing.closeLetters(this.pool, planId, upTo, await this.directories.get(planId), ways);
  }

  /** Takes up to `limit` letters that may be sent now, oldest first. Any number of senders may take at once. */
  take(planId: string, limit: number): Promise<string[]> {
    return sending.takeLetters(this.pool, planId, limit);
  }

  /** A sender's sign of life for the letters it took; without one for some seconds others may take them. */
  keep(planId: string, ids: readonly string[]): Promise<void> {
    return sending.keepLetters(this.pool, planId, ids);
  }

  /** Puts letters back as if they had not been taken. */
  putBack(planId: string, ids: readonly string[], why: string): Promise<void> {
    return sending.putBackLetters(this.pool, planId, ids, why);
  }

  markSent(planId: string, ids: readonly string[]): Promise<void> {
    return sending.markSent(this.pool, planId, ids);
  }

  /** `now`: plan instant of the alarms; null, of a rehearsal, takes each letter's own closing, and knows mail only. */
  async markFailed(planId: string, failures: readonly sending.SendFailure[], now: number | null = null): Promise<void> {
    if (failures.length === 0) return;
    const others =
      now === null || this.channels.length <= 1
        ? null
        : { configured: this.channels, directory: await this.directories.get(planId), now };
    await sending.markFailed(this.pool, planId, failures, now, others);
  }

  /** Channels on which something may be sent now. */
  channelsDue(planId: string): Promise<Channel[]> {
    return deliveries.channelsDue(this.pool, planId);
  }

  /** Takes up to `limit` letters that may go by a channel now. */
  takeFor(planId: string, channel: Channel, limit: number): Promise<string[]> {
    return deliveries.takeDeliveries(this.pool, planId, channel, limit);
  }

  keepFor(planId: string, channel: Channel, ids: readonly string[]): Promise<void> {
    return deliveries.keepDeliveries(this.pool, planId, channel, ids);
  }

  putBackFor(planId: string, channel: Channel, ids: readonly string[]): Promise<void> {
    return deliveries.putBackDeliveries(this.pool, planId, channel, ids);
  }

  /** Lets a channel rest for so many milliseconds; what it gave out on waits longer. */
  rest(
    planId: string,
    channel: Channel,
    milliseconds: number,
    gaveOutOn: Parameters<typeof deliveries.restChannel>[4],
  ): Promise<void> {
    return deliveries.restChannel(this.pool, planId, channel, milliseconds, gaveOutOn);
  }

  /** Marks what became of deliveries on a channel, and finds other ways for what it can't take. */
  async settle(
    planId: string,
    channel: Channel,
    results: readonly DeliveryResult[],
    now: number,
  ): Promise<{ readonly sent: number; readonly failed: number }> {
    const directory = await this.directories.get(planId);
    return settleDeliveries(this.pool, planId, channel, results, { configured: this.channels, directory, now });
  }

  /** Settles what has waited too long for channels that are not set up any more. Answers how many that were. */
  async settleUnknown(planId: string, now: number): Promise<number> {
    const vain = await deliveries.waitingInVain(this.pool, planId, this.channels);
    for (const channel of new Set(vain.map((each) => each.channel))) {
      const outcome = { kind: "refused", error: "the channel is not set up any more" } as const;
      const own = vain.filter((each) => each.channel === channel).map(({ letter }) => ({ letter, outcome }));
      await this.settle(planId, channel, own, now);
    }
    return vain.length;
  }

  /** Milliseconds until something may go by a channel (0: now); null when nothing is waiting or under way. */
  nextDelivery(planId: string): Promise<number | null> {
    return deliveries.nextDelivery(this.pool, planId, this.channels);
  }

  /** Milliseconds until the next letter may be taken to be mailed (0: now); null when none is waiting or under way. */
  nextTake(planId: string): Promise<number | null> {
    return sending.nextTake(this.pool, planId);
  }

  /** Everything the letters say, in the order of `ids`. */
  async read(planId: string, ids: readonly string[]): Promise<StoredLetter[]> {
    const { bundle } = await this.directories.get(planId);
    return readLetters(this.pool, planId, ids, bundle);
  }

  async countsByState(planId: string, ids: readonly string[] | null = null): Promise<Record<LetterState, number>> {
    const { rows } = await this.pool.query(
      "SELECT state, count(*)::int AS count FROM letter WHERE plan_id = $1 AND ($2::text[] IS NULL OR id = ANY($2)) GROUP BY state",
      [planId, ids],
    );
    const none = Object.fromEntries(LETTER_STATES.map((state) => [state, 0])) as Record<LetterState, number>;
    return { ...none, ...Object.fromEntries(rows.map((row) => [row.state, row.count])) };
  }

  /** Letters by closing time, the latest first. */
  async listLetters(planId: string, options: { state?: LetterState; limit?: number } = {}): Promise<LetterRow[]> {
    const { rows } = await this.pool.query(
      `SELECT ${LETTER_COLUMNS} FROM letter WHERE plan_id = $1 AND ($2::text IS NULL OR state = $2) ORDER BY closed_at DESC, id LIMIT $3`,
      [planId, options.state ?? null, options.limit ?? 100],
    );
    return rows;
  }

  /** Drafts that wait for the office's signature, by document number's day and order. */
  async openDrafts(planId: string): Promise<OpenDraft[]> {
    const { rows } = await this.pool.query(
      `SELECT l.id AS letter, l.document_no AS "documentNo", l.instrument, l.post, l.plan_day AS "planDay",
         jsonb_agg(jsonb_build_object('stream', n.stream, 'item', n.item_id, 'rung', n.rung, 'version', n.deadline_version) ORDER BY n.stream, n.seq, n.no) AS steps
       FROM letter l JOIN notice n ON n.plan_id = l.plan_id AND n.letter_id = l.id AND n.role = 'to'
       WHERE l.plan_id = $1 AND l.state = 'draft' GROUP BY l.plan_id, l.id ORDER BY l.closed_at, l.instrument, l.post COLLATE "C", l.supplement`,
      [planId],
    );
    return rows;
  }
}
