/** What the database holds of a plan, read as text and JSON by SQL of the checker's own. Tables: docs/ledger-format.md. */
import type pg from "pg";

export interface Row {
  readonly stream: string;
  readonly seq: number;
  readonly type: string;
  /** Of the payload's meaning; absent, or 1, in the first format. */
  readonly version?: number;
  readonly item: string | null;
  /** Epoch milliseconds of plan time. */
  readonly at: number;
  readonly cause: string;
  readonly causeNo: number;
  readonly actor: unknown;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly recipients: readonly (readonly Recipient[])[];
  /** The notices as drafted, and what a request was refused; null on rows of older releases. */
  readonly decided: unknown;
  readonly previous: string;
  readonly hash: string;
}

export interface Recipient {
  readonly role: string;
  readonly addressed: string;
  readonly post: string;
  readonly person: string | null;
}

export interface Head {
  readonly stream: string;
  readonly seq: number;
  readonly hash: string;
  readonly nextDue: number | null;
}

export interface Notice {
  readonly stream: string;
  readonly seq: number;
  readonly no: number;
  readonly item: string | null;
  readonly instrument: string;
  readonly delivery: string;
  readonly role: string;
  readonly addressed: string;
  readonly post: string;
  readonly person: string | null;
  readonly closeAt: number;
  readonly letter: string | null;
}

export interface Letter {
  readonly id: string;
  readonly instrument: string;
  readonly delivery: string;
  readonly person: string | null;
  readonly planDay: string;
  readonly supplement: number;
  readonly messageId: string;
  readonly state: string;
}

/** The documents that say what is due, newest version of each; of the policies all, as items may be on different ones. */
export interface Documents {
  readonly plan: {
    readonly start: string;
    readonly timeZone: { readonly offsetMinutes: number };
    readonly tasks: readonly {
      readonly milestones: readonly { readonly deadline: string }[];
      readonly leadUnits?: readonly string[];
      readonly standingDuties?: readonly unknown[];
    }[];
  };
  /** By version. */
  readonly policies: ReadonlyMap<number, PolicyDocument>;
  readonly calendar: { readonly years: readonly YearDocument[] };
  readonly roster: { readonly persons: readonly { readonly id: string; readonly email?: string }[] };
}

export interface YearDocument {
  readonly year: number;
  readonly holidays: readonly string[];
  readonly workedWeekends: readonly string[];
}

export interface RungDocument {
  readonly id: string;
  readonly offset: number;
  readonly kind: "auto" | "signed";
  readonly repeat?: {
    readonly every: number | readonly number[];
    readonly times: number;
    readonly thenAgenda?: number;
  };
  readonly afterUnanswered?: string;
}

/** When everybody is asked by the month, by when they answer, and how many working days later the figures are fixed. */
export interface MonthsDocument {
  readonly first: string;
  readonly last: string;
  readonly askOn: number;
  readonly dueOn: number;
  readonly closesAfter: number;
  /** Standing duties are asked about every so many months. */
  readonly dutiesEvery: number;
}

export interface PolicyDocument {
  readonly firingTime: string;
  /** Working days that lie at least between two rungs of a ladder. */
  readonly apart?: Readonly<Record<string, number>>;
  readonly signWithin: number;
  readonly ladders: Readonly<Record<string, readonly RungDocument[]>>;
  readonly ladderByScope: Readonly<Record<string, string>>;
  /** Working days in which objections are made and decided; the same for both where the second is not said. */
  readonly months?: MonthsDocument;
  readonly inspections?: { readonly objectionDays: number; readonly decideWithin?: number };
}

/** What screens are told of an item. */
export interface ItemEntry {
  readonly id: string;
  readonly stream: string;
  readonly status: string;
  readonly closedAt: number | null;
  readonly percent: number;
}

/** A photo of a visit whose bytes are stored. */
export interface Photo {
  readonly round: string;
  readonly visit: string;
  readonly sha256: string;
  readonly bytes: number;
}

export interface PlanData {
  readonly plan: string;
  readonly live: boolean;
  readonly openedAt: number;
  readonly heads: readonly Head[];
  readonly rows: readonly Row[];
  readonly items: readonly ItemEntry[];
  readonly requests: readonly { readonly key: string; readonly stream: string }[];
  readonly notices: readonly Notice[];
  readonly letters: readonly Letter[];
  readonly photos: readonly Photo[];
  readonly documents: Documents;
}

/** Everything of one plan, as it stands at one moment. */
export async function readPlan(client: Pick<pg.Client, "query">, plan: string): Promise<PlanData> {
  const all = async <T extends pg.QueryResultRow>(sql: string): Promise<T[]> =>
    (await client.query<T>(sql, [plan])).rows;
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  try {
    const opened = await all<{ at: string; mode: string }>(
      "SELECT opened_at::text AS at, mode::text FROM plan WHERE id = $1",
    );
    return {
      plan,
      live: opened[0]?.mode === "live",
      openedAt: Number(opened[0]?.at),
      heads: (
        await all<Head & { nextDue: string | null }>(
          `SELECT name AS stream, seq, head_hash AS hash, next_due::text AS "nextDue" FROM stream WHERE plan_id = $1 ORDER BY name COLLATE "C"`,
        )
      ).map((head) => ({ ...head, nextDue: head.nextDue === null ? null : Number(head.nextDue) })),
      rows: (
        await all<Row & { at: string }>(
          `SELECT stream, seq, type, event_version AS version, item_id AS item, at::text, cause, cause_no AS "causeNo", actor, payload, recipients, decided,
             prev_hash AS previous, hash FROM ledger WHERE plan_id = $1 ORDER BY stream COLLATE "C", seq`,
        )
      ).map((row) => ({ ...row, at: Number(row.at) })),
      items: (
        await all<ItemEntry & { closedAt: string | null }>(
          `SELECT id, stream, status::text, closed_at::text AS "closedAt", (state ->> 'percent')::int AS percent FROM item
           WHERE plan_id = $1 ORDER BY id COLLATE "C"`,
        )
      ).map((item) => ({ ...item, closedAt: item.closedAt === null ? null : Number(item.closedAt) })),
      requests: await all("SELECT key, stream FROM request WHERE plan_id = $1"),
      notices: (
        await all<Notice & { closeAt: string }>(
          `SELECT stream, seq, no, item_id AS item, instrument, delivery, role, addressed_post AS addressed, post, person,
             close_at::text AS "closeAt", letter_id AS letter FROM notice LEFT JOIN letter_notice USING (plan_id, stream, seq, no)
           WHERE plan_id = $1 ORDER BY stream, seq, no`,
        )
      ).map((notice) => ({ ...notice, closeAt: Number(notice.closeAt) })),
      letters: await all(
        `SELECT id, instrument, delivery, person, plan_day::text AS "planDay", supplement, message_id AS "messageId", state
         FROM letter WHERE plan_id = $1 ORDER BY id`,
      ),
      photos: await all("SELECT round, visit, sha256, bytes::int AS bytes FROM inspection_photo WHERE plan_id = $1"),
      documents: documentsOf(
        await all("SELECT kind, version, content FROM plan_document WHERE plan_id = $1 ORDER BY kind, version"),
      ),
    };
  } finally {
    await client.query("ROLLBACK");
  }
}

function documentsOf(versions: readonly { kind: string; version: number; content: unknown }[]): Documents {
  const newest = Object.fromEntries(versions.map(({ kind, content }) => [kind, content]));
  const policies = versions.filter(({ kind }) => kind === "policy");
  return {
    ...(newest as unknown as Omit<Documents, "policies">),
    policies: new Map(policies.map(({ version, content }) => [version, content as PolicyDocument])),
  };
}
