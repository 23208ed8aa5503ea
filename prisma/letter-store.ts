/**
 * Letters: made of notices when these close, then sent. Closing is one transaction that assigns every open notice to its
 * letter and fixes the letter's Message-ID; what comes after a letter has closed goes into a numbered supplement.
 */
import { createHash } from "node:crypto";
import type { Instrument, PlanBundle } from "../domain/plan.js";
import { type Alarm, alarmsOf, raiseAlarms } from "./alarm-store.js";
import { type LetterModel, readLetterModels } from "./letter-models.js";
import type { DirectoryCache } from "./plan-store.js";
import { type Connection, inTransaction, type Pool } from "./pool.js";

export const LETTER_STATES = ["draft", "queued", "sending", "sent", "failed", "manual", "superseded"] as const;
export type LetterState = (typeof LETTER_STATES)[number];

/** Deterministic, so that a letter sent again is recognised as the same. Never encodes who gets it. */
export type MessageIdOf = (planId: string, letterId: string) => string;

export const defaultMessageId: MessageIdOf = (planId, letterId) => `<${letterId}.${planId}@duban.invalid>`;

export interface ClosedLetters {
  readonly made: number;
  readonly queued: number;
  readonly manual: number;
  readonly drafts: number;
}

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

export interface SendFailure {
  readonly id: string;
  readonly error: string;
  /** The server will never take it: it is not tried again and the office is alarmed. Otherwise it is queued again. */
  readonly permanent: boolean;
  /** Plan instant, for the alarm. */
  readonly planAt: number;
}

interface Group {
  group_key: string;
  close_at: number;
  instrument: Instrument;
  delivery: "batched" | "immediate" | "draft";
  person: string | null;
  post: string;
  plan_day: string;
  document_no: string | null;
}

interface NewLetter extends Omit<Group, "close_at"> {
  id: string;
  supplement: number;
  closed_at: number;
  message_id: string;
  state: LetterState;
}

/** 发文字号 prefixes of the instruments that the office signs. */
const DOCUMENT_PREFIX: Partial<Record<Instrument, string>> = {
  supervise: "督办",
  summonsTalk: "约谈",
  escalate: "呈阅",
};

const byClosing = (a: Group, b: Group): number =>
  a.close_at - b.close_at ||
  compare(a.instrument, b.instrument) ||
  compare(a.person ?? a.post, b.person ?? b.post) ||
  compare(a.group_key, b.group_key);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const LETTER_COLUMNS = `id, instrument, person, post, plan_day AS "planDay", supplement, document_no AS "documentNo",
  message_id AS "messageId", state, attempts, last_error AS "lastError"`;

export class LetterStore {
  constructor(
    private readonly pool: Pool,
    private readonly directories: DirectoryCache,
    private readonly messageIdOf: MessageIdOf = defaultMessageId,
  ) {}

  /** The instants at or before `upTo` at which open notices close, in order. */
  async closingsUpTo(planId: string, upTo: number): Promise<number[]> {
    const { rows } = await this.pool.query(
      "SELECT DISTINCT close_at FROM notice WHERE plan_id = $1 AND letter_id IS NULL AND close_at <= $2 ORDER BY close_at",
      [planId, upTo],
    );
    return rows.map((row) => row.close_at);
  }

  /** Assigns every notice that closes by `upTo` to a letter. Again with the same instant it does nothing. */
  async closeLetters(planId: string, upTo: number): Promise<ClosedLetters> {
    const { bundle } = await this.directories.get(planId);
    return inTransaction(this.pool, async (connection) => {
      await connection.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`duban letters ${planId}`]);
      await supersedeDrafts(connection, planId);
      const groups = await openGroups(connection, planId, upTo);
      if (groups.length === 0) return { made: 0, queued: 0, manual: 0, drafts: 0 };
      const letters = await this.compose(connection, planId, groups, bundle);
      await insertLetters(connection, planId, letters, upTo);
      await raiseAlarms(connection, planId, channelAlarms(letters, bundle));
      const count = (state: LetterState): number => letters.filter((letter) => letter.state === state).length;
      return { made: letters.length, queued: count("queued"), manual: count("manual"), drafts: count("draft") };
    });
  }

  private async compose(
    connection: Connection,
    planId: string,
    groups: readonly Group[],
    bundle: PlanBundle,
  ): Promise<NewLetter[]> {
    const earlier = await connection.query<{ group_key: string; next: number }>(
      "SELECT group_key, max(supplement) + 1 AS next FROM letter WHERE plan_id = $1 AND group_key = ANY($2) GROUP BY group_key",
      [planId, groups.map((group) => group.group_key)],
    );
    const supplements = new Map(earlier.rows.map((row) => [row.group_key, row.next]));
    const numbers = groups.some((group) => group.delivery === "draft")
      ? await documentNumbers(connection, planId)
      : null;
    const mails = new Set(bundle.roster.persons.filter((person) => person.email).map((person) => person.id));
    return groups.map(({ close_at, ...group }): NewLetter => {
      const supplement = supplements.get(group.group_key) ?? 0;
      const id = createHash("sha256").update(`${group.group_key}|${supplement}`).digest("hex").slice(0, 24);
      return {
        ...group,
        id,
        supplement,
        closed_at: close_at,
        post: group.post,
        document_no:
          numbers && group.delivery === "draft" ? numbers(group.instrument, group.plan_day) : group.document_no,
        message_id: this.messageIdOf(planId, id),
        state:
          group.delivery === "draft" ? "draft" : group.person !== null && mails.has(group.person) ? "queued" : "manual",
      };
    });
  }

  /** Takes up to `limit` queued letters for sending, oldest first. Several processes may claim at once. */
  async claimQueued(planId: string, limit: number): Promise<string[]> {
    const { rows } = await this.pool.query(
      `WITH next AS (SELECT plan_id, id FROM letter WHERE plan_id = $1 AND state = 'queued' ORDER BY closed_at, id LIMIT $2 FOR UPDATE SKIP LOCKED),
         claimed AS (UPDATE letter SET state = 'sending', attempts = attempts + 1 FROM next
           WHERE letter.plan_id = next.plan_id AND letter.id = next.id RETURNING letter.id, letter.closed_at)
       SELECT id FROM claimed ORDER BY closed_at, id`,
      [planId, limit],
    );
    return rows.map((row) => row.id);
  }

  /** Queues again what a crash left in `sending`; it goes out under the same Message-ID. Call it while nobody sends. */
  async requeueSending(planId: string): Promise<number> {
    const { rowCount } = await this.pool.query(
      "UPDATE letter SET state = 'queued' WHERE plan_id = $1 AND state = 'sending'",
      [planId],
    );
    return rowCount ?? 0;
  }

  async markSent(planId: string, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.pool.query(
      "UPDATE letter SET state = 'sent', sent_at = now(), last_error = NULL WHERE plan_id = $1 AND id = ANY($2) AND state IN ('sending', 'queued')",
      [planId, ids],
    );
  }

  async markFailed(planId: string, failures: readonly SendFailure[]): Promise<void> {
    if (failures.length === 0) return;
    await inTransaction(this.pool, async (connection) => {
      await connection.query(
        `UPDATE letter SET state = CASE WHEN f.permanent THEN 'failed' ELSE 'queued' END, last_error = f.error
         FROM jsonb_to_recordset($2::jsonb) AS f (id text, error text, permanent boolean)
         WHERE plan_id = $1 AND letter.id = f.id AND state = 'sending'`,
        [planId, JSON.stringify(failures)],
      );
      const permanent = failures.filter((failure) => failure.permanent);
      const alarms = permanent.map(({ id, error, planAt }) => ({
        key: `letterFailed/${id}`,
        kind: "letterFailed",
        planAt,
        detail: { letter: id, error },
      }));
      await raiseAlarms(connection, planId, alarmsOf(alarms));
    });
  }

  /** Everything the letters say, in the order of `ids`. */
  async letterModels(planId: string, ids: readonly string[]): Promise<LetterModel[]> {
    const { bundle } = await this.directories.get(planId);
    return readLetterModels(this.pool, planId, ids, bundle);
  }

  async countsByState(planId: string): Promise<Record<LetterState, number>> {
    const { rows } = await this.pool.query(
      "SELECT state, count(*)::int AS count FROM letter WHERE plan_id = $1 GROUP BY state",
      [planId],
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

/** A draft none of whose steps waits any more (signed, lapsed, withdrawn) is superseded. */
async function supersedeDrafts(connection: Connection, planId: string): Promise<void> {
  await connection.query(
    `UPDATE letter SET state = 'superseded' WHERE plan_id = $1 AND state = 'draft' AND NOT EXISTS (
       SELECT 1 FROM notice n JOIN item i ON i.plan_id = n.plan_id AND i.id = n.item_id,
         LATERAL jsonb_array_elements(i.state -> 'drafts') AS d
       WHERE n.plan_id = letter.plan_id AND n.letter_id = letter.id AND d ->> 'rung' = n.rung AND (d ->> 'version')::int = n.deadline_version)`,
    [planId],
  );
}

async function openGroups(connection: Connection, planId: string, upTo: number): Promise<Group[]> {
  const { rows } = await connection.query<Group>(
    `SELECT group_key, min(close_at) AS close_at, min(instrument) AS instrument, min(delivery) AS delivery,
       CASE WHEN min(delivery) = 'draft' THEN NULL ELSE min(person) END AS person, min(addressed_post COLLATE "C") AS post,
       min(plan_day)::date AS plan_day, max(facts ->> 'documentNo') AS document_no
     FROM notice WHERE plan_id = $1 AND letter_id IS NULL AND close_at <= $2 GROUP BY group_key`,
    [planId, upTo],
  );
  return rows.sort(byClosing);
}

/** Sequential within the plan, the instrument and the year: 督办〔2021〕3号. Letters are never deleted, so counting is enough. */
async function documentNumbers(
  connection: Connection,
  planId: string,
): Promise<(instrument: Instrument, day: string) => string> {
  const { rows } = await connection.query(
    `SELECT instrument || extract(year FROM plan_day) AS series, count(*)::int AS used FROM letter
     WHERE plan_id = $1 AND delivery = 'draft' GROUP BY 1`,
    [planId],
  );
  const used = new Map<string, number>(rows.map((row) => [row.series, row.used]));
  return (instrument, day) => {
    const year = day.slice(0, 4);
    const no = (used.get(instrument + year) ?? 0) + 1;
    used.set(instrument + year, no);
    return `${DOCUMENT_PREFIX[instrument] ?? "函"}〔${year}〕${no}号`;
  };
}

async function insertLetters(
  connection: Connection,
  planId: string,
  letters: readonly NewLetter[],
  upTo: number,
): Promise<void> {
  await connection.query(
    `INSERT INTO letter (plan_id, id, group_key, supplement, instrument, delivery, person, post, plan_day, closed_at, document_no, message_id, state)
     SELECT $1, l.id, l.group_key, l.supplement, l.instrument, l.delivery, l.person, CASE WHEN l.person IS NULL THEN l.post END, l.plan_day,
       l.closed_at, l.document_no, l.message_id, l.state
     FROM jsonb_to_recordset($2::jsonb) AS l (id text, group_key text, supplement int, instrument text, delivery text, person text, post text,
       plan_day date, closed_at bigint, document_no text, message_id text, state text)`,
    [planId, JSON.stringify(letters)],
  );
  await connection.query(
    `UPDATE notice SET letter_id = l.id FROM jsonb_to_recordset($3::jsonb) AS l (id text, group_key text)
     WHERE plan_id = $1 AND letter_id IS NULL AND close_at <= $2 AND notice.group_key = l.group_key`,
    [planId, upTo, JSON.stringify(letters.map(({ id, group_key }) => ({ id, group_key })))],
  );
}

/** People whom no e-mail reaches: their letters are handed over or told by telephone, and the office is alarmed. */
function channelAlarms(letters: readonly NewLetter[], bundle: PlanBundle): Alarm[] {
  const persons = new Map(bundle.roster.persons.map((person) => [person.id, person]));
  return alarmsOf(
    letters.flatMap((letter) => {
      if (letter.state !== "manual" || letter.person === null) return []; // nobody at all was alarmed when it was recorded
      const person = persons.get(letter.person);
      const kind = person?.mobile || person?.wecom ? "noEmail" : "unreachable";
      return [
        {
          key: `${kind}/${letter.person}`,
          kind,
          planAt: letter.closed_at,
          detail: { person: letter.person, letter: letter.id },
        },
      ];
    }),
  );
}
